using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Sop.Rehearsals;

/// <summary>
/// Plays a case through in virtual time: people decide as told, timers fire at their own instant, and what would have been stored or
/// sent is handed back instead. The same request always gives the same result. Pure, thread-safe.
/// </summary>
public static class CaseRehearsal
{
    /// <exception cref="ArgumentException">The program is of no SOP.</exception>
    public static RehearsalResult Run(RehearsalRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return SopProfile.Of(request.Program.Definition) is { } profile
            ? new RehearsalRun(request, profile).Run()
            : throw new ArgumentException($"'{request.Program.DefinitionId}' is no SOP; only cases can be rehearsed.", nameof(request));
    }
}
