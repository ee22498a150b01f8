using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Storage.Hot;
using WorkflowHost.Runtime.Tests.Outbox;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Tests.Chaos;

/// <summary>
/// A runtime whose store goes wrong once, and what those around it do then: whoever was refused or heard nothing asks again with the same
/// key, a job that broke off is run again, and where hosts share a database another one takes over what hangs.
/// </summary>
internal sealed class Trouble : IAsyncDisposable
{
    private const int MostTries = 5;

    private RuntimeHarness _host = null!;
    private RuntimeHarness? _other;
    private FaultyWriteQueue? _writes;
    private FaultyDatabase? _reads;

    private DateTimeOffset _started;

    private Trouble()
    {
    }

    public RuntimeHarness Host => _host;

    public ScriptedSender Sms { get; } = new("sms", _ => Runtime.Outbox.SendResult.Sent());

    public bool IsOnServer => _reads!.IsShared;

    public int Writes => _writes!.Count;

    public int Reads => _reads!.Count;

    public static async Task<Trouble> StartAsync(params System.Text.Json.Nodes.JsonObject[] workflows)
    {
        var trouble = new Trouble();
        trouble._host = await RuntimeHarness.StartAsync(trouble.Register, null, workflows);
        if (trouble._reads!.IsShared)
        {
            trouble._other = trouble._host.Beside();
            await trouble._other.StartAsync();
        }

        trouble._started = trouble._host.Time.GetUtcNow();
        return trouble;
    }

    /// <param name="write">Which write from now on goes wrong; 0 is none.</param>
    /// <param name="read">Which read from now on fails; 0 is none.</param>
    public void Begin(StoreFault fault, int write, int read = 0)
    {
        _writes!.Begin(fault, write);
        _reads!.Begin(read);
    }

    /// <summary>A client's command, until it is answered.</summary>
    public async Task<T> TriedAsync<T>(Func<RuntimeHarness, Task<CommandResult<T>>> command)
        where T : class
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var result = await HeldUpAsync(command);
                if (result.IsOk)
                {
                    return result.Value;
                }

                Assert.True(result.Refusal!.Kind == RefusalKind.Unavailable && attempt < MostTries, $"Refused with {result.Refusal.Code} at try {attempt}.");
            }
            catch (Exception lost) when (attempt < MostTries && lost is InjectedException or DbException)
            {
                // As an answer 500.
            }
        }
    }

    /// <summary>What the hosts do by themselves, until the time has passed and nothing is due.</summary>
    public async Task WorkAsync(TimeSpan span)
    {
        Host.Time.Advance(span);
        for (var round = 0; round < MostTries; round++)
        {
            await RanAsync(host => host.Timers.RunDueAsync());
            await RanAsync(host => host.Outbox.RunDueAsync());
            // Past every lease and back-off of what went wrong.
            Host.Time.Advance(TimeSpan.FromMinutes(2));
        }
    }

    /// <summary>Forgets every case, and goes on a week later at the same hour: to start hosts anew for each life takes many times as long.</summary>
    public async Task BeginAnewAsync()
    {
        Begin(StoreFault.Fails, 0);
        await using var context = Host.Context();
        await context.Outbox.ExecuteDeleteAsync();
        await context.Commands.ExecuteDeleteAsync();
        await context.Cases.ExecuteDeleteAsync();
        Sms.Messages.Clear();
        _started += TimeSpan.FromDays(7);
        Host.Time.SetUtcNow(_started);
    }

    public async ValueTask DisposeAsync()
    {
        if (_other is not null)
        {
            await _other.DisposeAsync();
        }

        await _host.DisposeAsync();
    }

    private async Task RanAsync(Func<RuntimeHarness, Task<int>> job)
    {
        try
        {
            await HeldUpAsync(job);
        }
        catch (Exception lost) when (lost is InjectedException or DbException)
        {
            // A job that throws is run again by the next sweep.
        }
    }

    /// <summary>When its write hangs, everybody's patience ends and another host is asked the same; then the write comes through after all.</summary>
    private async Task<T> HeldUpAsync<T>(Func<RuntimeHarness, Task<T>> work)
    {
        var under = work(Host);
        await Task.WhenAny(under, _writes!.Holding);
        if (!under.IsCompleted)
        {
            Host.Time.Advance(TimeSpan.FromMinutes(2));
            if (_other is not null)
            {
                await work(_other);
            }

            _writes.LetGo();
        }

        return await under;
    }

    private void Register(IServiceCollection services)
    {
        services.AddSingleton<Runtime.Outbox.IOutboxSender>(Sms);
        if (_writes is not null)
        {
            // The other host's store is sound.
            return;
        }

        var writes = services.Last(service => service.ServiceType == typeof(WriteQueue));
        services.Replace(ServiceDescriptor.Singleton<WriteQueue>(sp => _writes = new FaultyWriteQueue((WriteQueue)Made(writes, sp))));
        var database = services.Last(service => service.ServiceType == typeof(IHotDatabase));
        services.Replace(ServiceDescriptor.Singleton<IHotDatabase>(sp => _reads = new FaultyDatabase((IHotDatabase)Made(database, sp))));
    }

    private static object Made(ServiceDescriptor service, IServiceProvider services) =>
        service.ImplementationFactory?.Invoke(services) ?? ActivatorUtilities.CreateInstance(services, service.ImplementationType!);
}
