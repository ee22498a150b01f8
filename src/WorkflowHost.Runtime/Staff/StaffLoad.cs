using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Staff;

/// <summary>How a commit changed the number of open tasks per person.</summary>
internal static class StaffLoad
{
    public static Dictionary<string, int> Change(CaseState? before, CaseState after)
    {
        var change = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var task in before?.Tasks ?? [])
        {
            Add(task.AssigneeId, -1);
        }

        foreach (var task in after.Tasks)
        {
            Add(task.AssigneeId, 1);
        }

        return change;

        void Add(string? staffId, int by)
        {
            if (staffId is not null)
            {
                change[staffId] = change.GetValueOrDefault(staffId) + by;
            }
        }
    }
}
