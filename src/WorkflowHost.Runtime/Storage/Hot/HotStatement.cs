using WorkflowHost.Runtime.Commits;

namespace WorkflowHost.Runtime.Storage.Hot;

/// <summary>
/// A statement of the hot path with values bound in the order of its parameters, and the row it stands on while it is read.
/// Belongs to its connection; not thread safe. Instants are Unix milliseconds in UTC on every database.
/// </summary>
internal abstract class HotStatement
{
    public abstract HotStatement Bind(string? value);

    public abstract HotStatement Bind(long value);

    public abstract HotStatement Bind(long? value);

    public abstract HotStatement Bind(bool value);

    public abstract HotStatement Bind(ReadOnlySpan<byte> value);

    public HotStatement Bind(DateTimeOffset value) => Bind(value.ToUnixTimeMilliseconds());

    public HotStatement Bind(DateTimeOffset? value) => Bind(value?.ToUnixTimeMilliseconds());

    /// <summary>Runs now.</summary>
    /// <returns>How many rows it changed.</returns>
    public abstract int Run();

    /// <summary>Runs at the latest with the commit, when nobody asks how many rows it changed: a server takes all such in one message.</summary>
    public abstract void Send();

    /// <summary>Demands that it changes a row; otherwise nothing of the write is kept, and this verdict is its answer.</summary>
    /// <returns>
    /// False when it is known already that no row was changed; the caller then ends with the verdict. A server may say true and
    /// find out with the commit.
    /// </returns>
    public abstract bool Demand(CaseWriteVerdict otherwise);

    public abstract List<T> Read<T>(Func<HotStatement, T> row);

    public abstract string Text(int column);

    public abstract string? TextOrNull(int column);

    public abstract long Whole(int column);

    public abstract long? WholeOrNull(int column);

    public abstract bool Flag(int column);

    public abstract byte[] Bytes(int column);

    public DateTimeOffset Instant(int column) => DateTimeOffset.FromUnixTimeMilliseconds(Whole(column));

    public DateTimeOffset? InstantOrNull(int column) => WholeOrNull(column) is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null;
}
