namespace WorkflowHost.Runtime.Storage.Hot;

/// <summary>A connection to a server that several hosts write to: statements are collected, and one transaction is one write. Not thread safe.</summary>
internal abstract class ServerConnection : HotConnection
{
    /// <summary>The number under which the write announces itself to the other hosts; null when it does not.</summary>
    public long? Ticket { get; protected set; }

    /// <summary>False once it cannot be used any more, be it that the server ended it, or that its driver gave it up after an error (a full disk, for instance).</summary>
    public abstract bool IsOpen { get; }

    /// <summary>Stores an announcement of nothing under a ticket. To be committed.</summary>
    /// <returns>False when a stored write has the ticket.</returns>
    public abstract bool TryTakeTicket(long ticket);

    /// <summary>From here on everything is one transaction. Nothing is sent yet.</summary>
    public abstract void Begin();

    /// <summary>Until the end of the transaction, a wait for a lock ends as an error after a fifth of a second.</summary>
    public abstract void WaitBriefly();

    /// <exception cref="DemandUnmetException">A row that was demanded was not changed; nothing was stored.</exception>
    /// <exception cref="System.Data.Common.DbException">The server refused, or was lost.</exception>
    public abstract void Commit();

    /// <summary>Nothing of the transaction is kept.</summary>
    public abstract void RollBack();
}
