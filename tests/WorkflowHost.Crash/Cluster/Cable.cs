using System.Net;
using System.Net.Sockets;

namespace WorkflowHost.Crash.Cluster;

/// <summary>
/// The network between a host and the database: a relay that can be cut (every connection ends at once), pulled (nothing goes through any more,
/// and nobody is told) and put back. Thread safe.
/// </summary>
internal sealed class Cable : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _gate = new();
    private readonly List<Socket> _sockets = [];
    private readonly int _to;
    private readonly Task _accepting;
    private TaskCompletionSource _isOpen = Open();

    /// <param name="to">Port of the database.</param>
    public Cable(int to)
    {
        _to = to;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>Ends every connection; new ones go through.</summary>
    public void Cut()
    {
        lock (_gate)
        {
            foreach (var socket in _sockets)
            {
                // With a reset, as a firewall does that forgot its sessions.
                socket.LingerState = new LingerOption(true, 0);
                socket.Dispose();
            }

            _sockets.Clear();
        }
    }

    /// <summary>Nothing goes through until it is put back: what was sent meanwhile is lost with its connections.</summary>
    public void Pull()
    {
        lock (_gate)
        {
            _isOpen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public void PutBack()
    {
        // What hung there for long is not taken up again: both ends have given it up, or learn of it now.
        Cut();
        lock (_gate)
        {
            _isOpen.TrySetResult();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        Cut();
        PutBack();
        await _accepting;
        _end.Dispose();
    }

    private static TaskCompletionSource Open()
    {
        var open = new TaskCompletionSource();
        open.SetResult();
        return open;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_end.Token);
                _ = JoinAsync(socket);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The run is over.
        }
    }

    private async Task JoinAsync(Socket near)
    {
        using var far = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using (near)
        {
            lock (_gate)
            {
                _sockets.Add(near);
                _sockets.Add(far);
            }

            try
            {
                await Volatile.Read(ref _isOpen).Task.WaitAsync(_end.Token);
                await far.ConnectAsync(IPAddress.Loopback, _to, _end.Token);
                (near.NoDelay, far.NoDelay) = (true, true);
                await Task.WhenAny(CarryAsync(near, far), CarryAsync(far, near));
            }
            catch (Exception broken) when (broken is SocketException or ObjectDisposedException or OperationCanceledException)
            {
                // Both ends see it.
            }

            lock (_gate)
            {
                _sockets.Remove(near);
                _sockets.Remove(far);
            }
        }
    }

    private async Task CarryAsync(Socket from, Socket to)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer, _end.Token) is > 0 and var count)
            {
                await Volatile.Read(ref _isOpen).Task.WaitAsync(_end.Token);
                for (var sent = 0; sent < count;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent), _end.Token);
                }
            }
        }
        catch (Exception broken) when (broken is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // As above.
        }
    }
}
