using WorkflowHost.Runtime.Hosts;

namespace WorkflowHost.Runtime.Storage.Hot;

/// <summary>A connection of the hot path. Not thread safe: it serves one caller at a time.</summary>
internal abstract class HotConnection : IDisposable
{
    /// <param name="sql">
    /// A constant of <see cref="HotSql"/> or <see cref="HotReads"/>, in SQLite's words with parameters <c>?1</c>, <c>?2</c>; a
    /// database that says it otherwise has its own words for it.
    /// </param>
    public abstract HotStatement Statement(string sql);

    /// <summary>Lets no other write go on that names the same until this one has ended; for what is looked up first and written after.</summary>
    public abstract void Lock(string name);

    /// <summary>As <see cref="Lock"/>, but goes on beside others that share it; a database that can't tell them apart lets one go on at a time.</summary>
    public virtual void LockShared(string name) => Lock(name);

    /// <summary>
    /// The statement that comes next is the whole write. A server then runs it, with the lock before it, as a transaction of its
    /// own: a host that is cut off after the answer leaves none open, whose locks would hold up every other host.
    /// </summary>
    public virtual void Alone()
    {
    }

    /// <summary>Has the other hosts told, once the write is stored. Nothing where there are no others.</summary>
    public abstract void Announce(HostChange change);

    /// <summary>What is read within is of one moment, whatever is stored meanwhile.</summary>
    public abstract T OneMoment<T>(Func<T> read);

    public abstract void Dispose();
}
