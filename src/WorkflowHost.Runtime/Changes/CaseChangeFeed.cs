using Microsoft.Extensions.Logging;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Changes;

/// <summary>Says after each commit what changed, so that open screens refresh. Thread-safe.</summary>
/// <remarks>Handlers run on the committing thread: they must be quick and hand work on.</remarks>
public sealed class CaseChangeFeed(ILogger<CaseChangeFeed> log)
{
#pragma warning disable CA1003 // Screens need the change, not a sender.
    public event Action<CaseChanged>? Changed;
#pragma warning restore CA1003

    internal void Publish(CaseChanged change)
    {
        foreach (var handler in Changed?.GetInvocationList() ?? [])
        {
            try
            {
                ((Action<CaseChanged>)handler)(change);
            }
#pragma warning disable CA1031 // Boundary: a screen that fails must not fail the command, which is committed.
            catch (Exception error)
#pragma warning restore CA1031
            {
                log.LogError(error, "A listener failed on the change of case {CaseId} to version {Version}", change.CaseId, change.Version);
            }
        }
    }
}

/// <param name="Staff">Ids of the people whose inbox it touched: they hold a task of the case, or held one before.</param>
/// <param name="Roles">Roles whose members' inboxes it touched: they may claim a task of the case, or might have before.</param>
/// <param name="HasNotifications">The bell may have something new.</param>
public sealed record CaseChanged(
    string CaseId, string Number, long Version, IReadOnlyList<string> Staff, IReadOnlyList<string> Roles, bool HasNotifications, bool HasOutbox)
{
    /// <summary>Nothing happened to a case; the bell may have something new all the same.</summary>
    internal static CaseChanged BellAlone { get; } = new(string.Empty, string.Empty, 0, [], [], HasNotifications: true, HasOutbox: false);

    /// <summary>See <see cref="BellAlone"/>.</summary>
    public bool IsAboutNoCase => CaseId.Length == 0;

    /// <summary>Whether the list of tasks this person sees may have changed.</summary>
    public bool TouchesInboxOf(Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return Staff.Contains(actor.Id) || Roles.Any(actor.IsIn);
    }
}
