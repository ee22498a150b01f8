using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Packs;
using WorkflowHost.Sop.Staff;

namespace WorkflowHost.Sop.Rehearsals;

/// <summary>Who acts in a rehearsal: the people given, and stand-ins for roles that too few have.</summary>
internal sealed class Cast
{
    private const int PerRole = 2;

    private readonly List<StaffMember> _staff;

    public Cast(IReadOnlyList<StaffMember> staff, SopPack pack)
    {
        _staff = [.. staff];
        foreach (var (role, name) in pack.Roles)
        {
            for (var i = staff.Count(each => each.IsActive && each.Roles.Contains(role)); i < PerRole; i++)
            {
                var id = $"stand-in-{role}-{i + 1}";
                _staff.Add(new(id, id, $"{name.Zh}（演练{i + 1}）", null, [role], null, [], IsActive: true, AbsentUntil: null, OpenTasks: 0));
            }
        }
    }

    public IReadOnlyList<StaffMember> Staff => _staff;

    public Actor InRole(string role, IEnumerable<string>? except = null)
    {
        var excluded = except?.ToHashSet(StringComparer.Ordinal) ?? [];
        var member = _staff.Find(each => each.IsActive && each.Roles.Contains(role) && !excluded.Contains(each.Id));
        return member is null ? new("stand-in-" + role, role, null, [role]) : ActorOf(member);
    }

    /// <summary>Who does a task: whom it is assigned to, else somebody of its role.</summary>
    public Actor For(CaseTask task) =>
        _staff.Find(each => each.Id == task.AssigneeId) is { } assignee ? ActorOf(assignee) : InRole(task.Role, task.ExcludedStaff);

    private static Actor ActorOf(StaffMember member) => new(member.Id, member.DisplayName, member.StaffNo, member.Roles);
}
