using WorkflowHost.Runtime.Storage;

namespace WorkflowHost.Runtime.Timers;

/// <summary>What one run of a dispatcher came to.</summary>
/// <param name="Done">Timers fired, or messages that came to an end.</param>
/// <param name="Fault">Why the store did not let it go on; null when nothing is due any more.</param>
internal readonly record struct DispatchRun(int Done, StorageFault? Fault);
