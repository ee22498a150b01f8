namespace WorkflowHost.Runtime.Storage;

/// <summary>
/// The store could not take a write; nothing of it was kept. The codes are stable: <c>storage.full</c>, <c>storage.locked</c>,
/// <c>storage.read_only</c>, <c>storage.unavailable</c>, <c>storage.constraint</c>.
/// </summary>
/// <param name="Detail">What the database said, for the operator's log; not for customers.</param>
public sealed record StorageFault(string Code, string Detail)
{
    public const string Full = "storage.full";
    public const string Locked = "storage.locked";
    public const string ReadOnly = "storage.read_only";
    public const string Unavailable = "storage.unavailable";

    /// <summary>A unique key or foreign key said no: only this write failed, others of the same group are stored.</summary>
    public const string Constraint = "storage.constraint";
}
