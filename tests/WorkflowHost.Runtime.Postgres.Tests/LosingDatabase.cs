using System.Data.Common;
using Npgsql;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Hosts;
using WorkflowHost.Runtime.Storage.Hot;
using WorkflowHost.Runtime.Storage.Postgres;

namespace WorkflowHost.Runtime.Tests;

/// <summary>A server that stores a write and is lost before it says so.</summary>
internal sealed class LosingDatabase(PostgresDatabase server) : IServerDatabase
{
    /// <summary>The answer to the next commit does not arrive.</summary>
    public bool LosesNext { get; set; }

    public bool IsShared => server.IsShared;

    public int LargestGroup => server.LargestGroup;

    public Task PrepareAsync(CancellationToken cancellationToken) => server.PrepareAsync(cancellationToken);

    public void Claim() => server.Claim();

    public Task<IAsyncDisposable> EnterAsync(string what, CancellationToken cancellationToken) => server.EnterAsync(what, cancellationToken);

    public HotConnection OpenReader() => server.OpenReader();

    public ServerConnection Open() => new Connection(server.Open(), this);

    public bool IsOvertaken(DbException error) => server.IsOvertaken(error);

    private sealed class Connection(ServerConnection inner, LosingDatabase database) : ServerConnection
    {
        public override bool IsOpen => inner.IsOpen;

        public override HotStatement Statement(string sql) => inner.Statement(sql);

        public override void Lock(string name) => inner.Lock(name);

        public override void LockShared(string name) => inner.LockShared(name);

        public override void Alone() => inner.Alone();

        public override void Announce(HostChange change)
        {
            inner.Announce(change);
            Ticket = inner.Ticket;
        }

        public override T OneMoment<T>(Func<T> read) => inner.OneMoment(read);

        public override bool TryTakeTicket(long ticket) => inner.TryTakeTicket(ticket);

        public override void Begin()
        {
            inner.Begin();
            Ticket = null;
        }

        public override void WaitBriefly() => inner.WaitBriefly();

        public override void Commit()
        {
            inner.Commit();
            if (database.LosesNext)
            {
                database.LosesNext = false;
                throw new NpgsqlException("The answer was lost.", new IOException("Connection reset by peer."));
            }
        }

        public override void RollBack() => inner.RollBack();

        public override void Dispose() => inner.Dispose();
    }
}
