using Microsoft.Extensions.Logging.Abstractions;
using WorkflowHost.Workbench.Live;

namespace WorkflowHost.Tests.Workbench.Live;

public sealed class FetchTests
{
    private readonly Fetch<string> _fetch = new(NullLogger.Instance);

    [Fact]
    public async Task Fetch_FailingRead_KeepsTheOldValueAndSaysSo()
    {
        await _fetch.RunAsync(() => Task.FromResult<string?>("old"));
        await _fetch.RunAsync(() => throw new InvalidOperationException("the database is away"));
        Assert.Equal("old", _fetch.Value);
        Assert.True(_fetch.HasFailed);
        await _fetch.RunAsync(() => Task.FromResult<string?>("new"));
        Assert.False(_fetch.HasFailed);
        Assert.Equal("new", _fetch.Value);
    }

    [Fact]
    public async Task Fetch_SlowReadOvertaken_DoesNotOverwriteTheLaterOne()
    {
        var slow = new TaskCompletionSource<string?>();
        var first = _fetch.RunAsync(() => slow.Task);
        await _fetch.RunAsync(() => Task.FromResult<string?>("later"));
        slow.SetResult("earlier");
        await first;
        Assert.Equal("later", _fetch.Value);
    }

    [Fact]
    public async Task Fetch_ReadFindsNothing_IsDoneWithoutAValue()
    {
        await _fetch.RunAsync(() => Task.FromResult<string?>(null));
        Assert.True(_fetch.IsDone);
        Assert.Null(_fetch.Value);
    }
}
