using WorkflowHost.Runtime.Storage;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Commits;

/// <summary>What a caller is told when the store could not take a write.</summary>
internal static class StorageRefusals
{
    // The database's own words go to the log; they may name paths, which are none of a caller's business.
    public static CaseRefusal Of(StorageFault fault) =>
        new(RefusalKind.Unavailable, fault.Code, new Dictionary<string, string>(), []);
}
