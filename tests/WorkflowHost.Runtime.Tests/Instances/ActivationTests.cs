using System.Text.Json.Nodes;
using WorkflowHost.Runtime.Instances;

namespace WorkflowHost.Runtime.Tests.Instances;

/// <summary>
/// Who is let in and who is reached, start by start. Each row but those of <i>Correlation</i> is what stock Elsa 3.7.1 did when it was run
/// with the same workflows and starts; there it bars who comes without a key, which we do not.
/// </summary>
public sealed class ActivationTests
{
    private static readonly string?[] Keys = [null, "a", "a", "b", null, "b"];

    /// <param name="strategy">How the workflow is activated.</param>
    /// <param name="first">1 for each key that is let in.</param>
    /// <param name="ended">How many end when those with key a are let go on.</param>
    /// <param name="then">1 for each key that is let in afterwards.</param>
    [Theory]
    [InlineData("AllowAlways", "111111", 2, "111111")]
    [InlineData("Singleton", "100000", 0, "000000")]
    [InlineData("CorrelatedSingleton", "110100", 1, "010000")]
    [InlineData("Correlation", "110110", 1, "110010")]
    public async Task Trigger_HitWithOneKeyAfterTheOther_StartsAsTheStrategySays(string strategy, string first, int ended, string then)
    {
        await using var host = await RuntimeHarness.StartAsync(Waiting("w").WithActivation(strategy));

        Assert.Equal(first, await HitAsync(host));
        Assert.Equal(ended, (await PublishAsync(host, "hold", "a")).Resumed.Count);
        Assert.Equal(then, await HitAsync(host));
    }

    /// <summary>An instance of another workflow runs with key a.</summary>
    [Theory]
    [InlineData("AllowAlways", "111111")]
    [InlineData("Singleton", "100000")]
    [InlineData("CorrelatedSingleton", "110100")]
    [InlineData("Correlation", "100110")]
    public async Task Start_WithOneKeyAfterTheOther_IsLetInAsTheStrategySays(string strategy, string expected)
    {
        await using var host = await RuntimeHarness.StartAsync(Waiting("w").WithActivation(strategy), Waiting("other"));
        await StartAsync(host, "other", "a");
        var started = string.Empty;
        foreach (var key in Keys)
        {
            started += await StartAsync(host, "w", key);
        }

        Assert.Equal(expected, started);
    }

    [Theory]
    [InlineData(null, 4, 4)]
    [InlineData("a", 2, 2)]
    [InlineData("b", 1, 1)]
    [InlineData("c", 0, 0)]
    public async Task Event_WithAKey_ReachesThoseOfThatKeyAndStartsItsTriggers(string? key, int reached, int wentOn)
    {
        await using var host = await RuntimeHarness.StartAsync(Flows.Sequence("w", Flows.Event("w-go", "go"), Flows.Event("w-hold", "hold")), Waiting("t"));
        foreach (var each in (string?[])[null, "a", "b", "a"])
        {
            await StartAsync(host, "w", each);
        }

        var receipt = await PublishAsync(host, "go", key);

        Assert.Equal((reached, 1), (receipt.Resumed.Count, receipt.Started.Count));
        Assert.Equal(wentOn + 1, (await PublishAsync(host, "hold", null)).Resumed.Count);
    }

    /// <summary>Started by the event <c>go</c>, then waiting for <c>hold</c>.</summary>
    private static JsonObject Waiting(string id) => Flows.Sequence(id, Flows.Event(id + "-go", "go").AsTrigger(), Flows.Event(id + "-hold", "hold"));

    private static async Task<string> HitAsync(RuntimeHarness host)
    {
        var started = string.Empty;
        foreach (var key in Keys)
        {
            started += (await PublishAsync(host, "go", key)).Started.Count;
        }

        return started;
    }

    private static async Task<EventReceipt> PublishAsync(RuntimeHarness host, string name, string? key) =>
        (await host.Instances.PublishEventAsync(name, null, key, RuntimeHarness.Owner)).Value!;

    private static async Task<int> StartAsync(RuntimeHarness host, string definitionId, string? key) =>
        (await host.Instances.StartAsync(definitionId, new(CorrelationId: key), RuntimeHarness.Owner)).IsOk ? 1 : 0;
}
