using System.Collections.Immutable;
using WorkflowHost.Sop.Staff;

namespace WorkflowHost.Sop.Cases;

/// <summary>Who is given a task: the person the step names, who stands in for them, or the least busy of those who can do it.</summary>
public sealed partial class CaseWork
{
    /// <summary>Substitutes may name substitutes; a house has no longer chains, and one that turns in a circle ends.</summary>
    private const int LongestChain = 5;

    private StaffMember? Assignee(TaskRequest request, ImmutableArray<string> excluded) =>
        request.AssigneeId is { Length: > 0 } wanted ? Named(wanted, request, excluded)
        : request.Balances ? LeastBusy(request, excluded)
        : null;

    private StaffMember? Named(string wanted, TaskRequest request, ImmutableArray<string> excluded)
    {
        if (Member(wanted) is not { } member)
        {
            return null;
        }

        if (excluded.Contains(member.Id) || !CanDo(member, request))
        {
            Log(Actor.System, "assignment.blocked", ("task", request.Name), ("staff", member.DisplayName));
            NotifyOversight(StaffRoles.TeamLead, "assignment.blocked", ("task", request.Name), ("staff", member.DisplayName));
            return null;
        }

        if (member.IsAvailable(Now))
        {
            return member;
        }

        if (Substitute(member, request, excluded) is { } substitute)
        {
            Log(Actor.System, "assignment.substituted", ("task", request.Name), ("staff", member.DisplayName), ("to", substitute.DisplayName));
            return substitute;
        }

        // Left in the queue in silence, it would wait for somebody who is not there.
        Log(Actor.System, "assignment.absent", ("task", request.Name), ("staff", member.DisplayName));
        NotifyOversight(StaffRoles.TeamLead, "assignment.absent", ("task", request.Name), ("staff", member.DisplayName));
        return null;
    }

    /// <summary>The first along the chain who is there, has the role and need not keep away (回避).</summary>
    private StaffMember? Substitute(StaffMember member, TaskRequest request, ImmutableArray<string> excluded)
    {
        var next = member;
        for (var step = 0; step < LongestChain && next.SubstituteId is { } id && Member(id) is { } candidate; step++)
        {
            if (candidate.IsAvailable(Now) && CanDo(candidate, request) && !excluded.Contains(candidate.Id))
            {
                return candidate;
            }

            next = candidate;
        }

        return null;
    }

    private StaffMember? LeastBusy(TaskRequest request, ImmutableArray<string> excluded)
    {
        var skill = SkillAskedFor(request);
        return _environment.Staff
            .Where(s => s.IsAvailable(Now) && s.Roles.Contains(request.Role) && !excluded.Contains(s.Id) && (skill is null || s.Skills.Contains(skill)))
            .OrderByDescending(s => s.Branch is not null && s.Branch == Data.Text("branch"))
            .ThenBy(s => s.OpenTasks)
            .ThenBy(s => s.Id, StringComparer.Ordinal)
            .FirstOrDefault();
    }

    /// <summary>The skill, unless nobody who could do the task has it: then it is better done by somebody than by nobody.</summary>
    private string? SkillAskedFor(TaskRequest request) =>
        request.Skill is { } skill && _environment.Staff.Any(s => s.IsActive && s.Roles.Contains(request.Role) && s.Skills.Contains(skill)) ? skill : null;

    private static bool CanDo(StaffMember member, TaskRequest request) => request.IsForAnyRole || member.Roles.Contains(request.Role);

    private StaffMember? Member(string id) => _environment.Staff.FirstOrDefault(s => s.Id == id);
}
