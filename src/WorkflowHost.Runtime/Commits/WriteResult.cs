using WorkflowHost.Runtime.Storage;

namespace WorkflowHost.Runtime.Commits;

/// <summary>What became of a write: its value once it is on the disk, or the fault that kept it out.</summary>
internal readonly record struct WriteResult<T>(T Value, StorageFault? Fault);
