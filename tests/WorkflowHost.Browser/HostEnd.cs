using Microsoft.Extensions.Hosting;

namespace WorkflowHost.Browser;

/// <summary>
/// Says when a host has let go of everything it held. The factory returns from its disposal while the program is still disposing its
/// services; a host started on the same file then finds the first at work on it and is refused.
/// </summary>
/// <remarks>As the host's lifetime it is the first service made, and so disposed after the others.</remarks>
internal sealed class HostEnd : IHostLifetime, IDisposable
{
    private readonly TaskCompletionSource _ended;

    public HostEnd(TaskCompletionSource ended) => _ended = ended;

    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _ended.TrySetResult();
}
