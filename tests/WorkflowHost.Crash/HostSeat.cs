namespace WorkflowHost.Crash;

/// <summary>Where the host is to be found now, for clients that lose it again and again. Thread safe.</summary>
internal sealed class HostSeat
{
    private TaskCompletionSource<Uri> _address = Empty();

    /// <summary>The address of the running host; waits while there is none.</summary>
    public Task<Uri> AddressAsync(CancellationToken cancellation) => Volatile.Read(ref _address).Task.WaitAsync(cancellation);

    public void Taken(Uri address) => Volatile.Read(ref _address).TrySetResult(address);

    public void Left() => Volatile.Write(ref _address, Empty());

    private static TaskCompletionSource<Uri> Empty() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
