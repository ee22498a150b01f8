using System.Collections.Immutable;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Staff;

namespace WorkflowHost.Demo;

/// <summary>Who plays which part. Handlers take turns, so that their loads differ but little.</summary>
internal sealed class DemoCast(ImmutableArray<StaffMember> people)
{
    public Actor Agent(int number) => Of(StaffRoles.Agent, number);

    public StaffMember Handler(int number) => Members(StaffRoles.Handler)[number % Members(StaffRoles.Handler).Length];

    /// <summary>Somebody with the role who is not <paramref name="not"/>.</summary>
    public Actor Of(string role, int number = 0, string? not = null)
    {
        var members = Members(role).RemoveAll(member => member.Id == not);
        return members[number % members.Length].ToActor();
    }

    private ImmutableArray<StaffMember> Members(string role) => [.. people.Where(member => member.Roles.Contains(role))];
}
