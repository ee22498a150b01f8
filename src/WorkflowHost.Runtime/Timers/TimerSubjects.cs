using Microsoft.EntityFrameworkCore;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Timers;

/// <summary>Finds what each timer of a list is for. A timer's row names only an id; the clock, the revisit or the waiting step behind it is looked up.</summary>
internal sealed class TimerSubjects(WorkflowDbContext context, CaseReader reader)
{
    public async Task<IReadOnlyDictionary<(string CaseId, string Ref), string>> OfAsync(IReadOnlyList<StoredTimer> timers, CancellationToken cancellationToken)
    {
        var subjects = new Dictionary<(string CaseId, string Ref), string>();
        var clockIds = RefsOf(timers, CaseTimerKind.Ladder);
        var clocks = await context.Clocks.Where(c => clockIds.Contains(c.Id)).Select(c => new { c.CaseId, c.Id, c.PolicyId }).ToListAsync(cancellationToken);
        clocks.ForEach(c => subjects[(c.CaseId, c.Id)] = c.PolicyId);
        var revisitIds = RefsOf(timers, CaseTimerKind.Revisit);
        var revisits = await context.Revisits.Where(r => revisitIds.Contains(r.Id)).Select(r => new { r.CaseId, r.Id, r.PolicyId }).ToListAsync(cancellationToken);
        revisits.ForEach(r => subjects[(r.CaseId, r.Id)] = r.PolicyId);
        foreach (var ofCase in timers.Where(t => t.Kind == CaseTimerKind.Bookmark).GroupBy(t => t.CaseId, StringComparer.Ordinal))
        {
            var steps = await reader.WaitingStepsOfAsync(ofCase.Key, cancellationToken);
            foreach (var timer in ofCase)
            {
                if (steps.TryGetValue(timer.Ref, out var step))
                {
                    subjects[(timer.CaseId, timer.Ref)] = step;
                }
            }
        }

        return subjects;
    }

    private static string[] RefsOf(IEnumerable<StoredTimer> timers, CaseTimerKind kind) => [.. timers.Where(t => t.Kind == kind).Select(t => t.Ref)];
}
