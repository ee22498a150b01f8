namespace WorkflowHost.Crash;

/// <summary>Where hosts are to be found now, for clients that lose them again and again. Thread safe.</summary>
internal sealed class HostSeat
{
    private readonly Lock _gate = new();
    private readonly List<Uri> _addresses = [];
    private TaskCompletionSource _isTaken = Empty();
    private int _next;

    /// <summary>The address of a running host, of several in turn; waits while there is none.</summary>
    public async Task<Uri> AddressAsync(CancellationToken cancellation)
    {
        while (true)
        {
            Task isTaken;
            lock (_gate)
            {
                if (_addresses.Count > 0)
                {
                    return _addresses[_next++ % _addresses.Count];
                }

                isTaken = _isTaken.Task;
            }

            await isTaken.WaitAsync(cancellation);
        }
    }

    public void Taken(Uri address)
    {
        lock (_gate)
        {
            _addresses.Add(address);
            _isTaken.TrySetResult();
        }
    }

    public void Left(Uri address)
    {
        lock (_gate)
        {
            _addresses.Remove(address);
            if (_addresses.Count == 0 && _isTaken.Task.IsCompleted)
            {
                _isTaken = Empty();
            }
        }
    }

    private static TaskCompletionSource Empty() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
