using Microsoft.Data.Sqlite;
using WorkflowHost.Runtime.Hosts;
using WorkflowHost.Runtime.Storage.Hot;

namespace WorkflowHost.Runtime.Tests.Chaos;

/// <summary>The database with one statement of its reads failing, and the next one too, so that trying again at once doesn't help.</summary>
internal sealed class FaultyDatabase(IHotDatabase inner) : IHotDatabase
{
    private const int InputOutput = 10;

    private int _count;
    private int _at;

    /// <summary>Statements read since the beginning.</summary>
    public int Count => _count;

    public bool IsShared => inner.IsShared;

    /// <param name="at">Which statement from now on fails, counted from 1; 0 is none.</param>
    public void Begin(int at) => (_count, _at) = (0, at);

    public Task PrepareAsync(CancellationToken cancellationToken) => inner.PrepareAsync(cancellationToken);

    public void Claim() => inner.Claim();

    public Task<IAsyncDisposable> EnterAsync(string what, CancellationToken cancellationToken) => inner.EnterAsync(what, cancellationToken);

    public HotConnection OpenReader() => new Connection(this, inner.OpenReader());

    private void Pass()
    {
        if (Interlocked.Increment(ref _count) - _at is 0 or 1 && _at > 0)
        {
            // Of either database it is understood as one that is away.
            throw new SqliteException("Made to fail.", InputOutput);
        }
    }

    private sealed class Connection(FaultyDatabase database, HotConnection inner) : HotConnection
    {
        public override HotStatement Statement(string sql)
        {
            database.Pass();
            return inner.Statement(sql);
        }

        public override void Lock(string name) => inner.Lock(name);

        public override void Announce(HostChange change) => inner.Announce(change);

        public override T OneMoment<T>(Func<T> read) => inner.OneMoment(read);

        public override void Dispose() => inner.Dispose();
    }
}
