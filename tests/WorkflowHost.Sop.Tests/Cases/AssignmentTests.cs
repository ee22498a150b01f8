using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Staff;
using static WorkflowHost.Sop.Tests.Cases.CaseSimulator;

namespace WorkflowHost.Sop.Tests.Cases;

/// <summary>Who is given a task whose person is away or has left, and what a skill asks for.</summary>
public sealed class AssignmentTests
{
    [Fact]
    public void Handler_WhoIsAway_IsStoodInForByTheSubstitute()
    {
        var sim = Registered(Away(Handler.Id, OtherHandler.Id));

        Assert.Equal(OtherHandler.Id, sim.Task("analysis").AssigneeId);
        var told = Assert.Single(sim.Timeline, entry => entry.Kind == "assignment.substituted");
        Assert.Equal((Handler.Name, OtherHandler.Name), (told.Args["staff"], told.Args["to"]));
        Assert.Contains(sim.Notifications, each => each.Kind == "task.assigned" && each.Audience == StaffNotification.ToStaff(OtherHandler.Id));
    }

    [Fact]
    public void Handler_WhoIsBackByThen_GetsTheTask()
    {
        var sim = Registered(member => member.Id == Handler.Id ? member with { AbsentUntil = At("2026-09-29T08:00:00"), SubstituteId = OtherHandler.Id } : member);

        Assert.Equal(Handler.Id, sim.Task("analysis").AssigneeId);
    }

    [Fact]
    public void Handler_AwayWithoutSubstitute_LeavesItToTheQueueAndTheLeadIsTold()
    {
        var sim = Registered(Away(Handler.Id, null));

        Assert.Null(sim.Task("analysis").AssigneeId);
        Assert.Contains(sim.Notifications, each => each.Kind == "assignment.absent" && each.Audience == StaffNotification.ToRole(StaffRoles.TeamLead));
    }

    [Fact]
    public void Substitute_WithoutTheRoleOrAwayToo_IsPassedOverForTheirOwn()
    {
        // The lead is no handler; whoever stands in for the lead is.
        var sim = Registered(member => member.Id == Handler.Id ? member with { AbsentUntil = At("2026-12-01T00:00:00"), SubstituteId = Lead.Id }
            : member.Id == Lead.Id ? member with { SubstituteId = OtherHandler.Id }
            : member);

        Assert.Equal(OtherHandler.Id, sim.Task("analysis").AssigneeId);
    }

    [Fact]
    public void Substitutes_InACircle_EndInTheQueue()
    {
        var sim = Registered(member => member.Id == Handler.Id ? member with { AbsentUntil = At("2026-12-01T00:00:00"), SubstituteId = OtherHandler.Id }
            : member.Id == OtherHandler.Id ? member with { AbsentUntil = At("2026-12-01T00:00:00"), SubstituteId = Handler.Id }
            : member);

        Assert.Null(sim.Task("analysis").AssigneeId);
    }

    [Fact]
    public void Substitute_WhoMustKeepAway_DoesNotGetIt()
    {
        var fields = ComplaintForms.Register();
        fields["involvedStaff"] = new System.Text.Json.Nodes.JsonArray(OtherHandler.Id);

        var sim = Registered(Away(Handler.Id, OtherHandler.Id), fields);

        Assert.Null(sim.Task("analysis").AssigneeId);
    }

    [Fact]
    public void Skill_OfAQueue_IsAskedOfWhoClaims()
    {
        var sim = new CaseSimulator { ProgramInUse = Skilled(), StaffInUse = [.. CaseSimulator.Staff.Select(member => member.Id == OtherHandler.Id ? member with { Skills = ["motor"] } : member)] };
        sim.Open("2026-09-29T16:40:00", ComplaintForms.Open("2026-09-29T16:40:00"));
        var task = sim.Task("work");

        Assert.Equal("motor", task.Skill);
        Assert.Equal("task.skill_required", sim.Try(new ClaimTask(Handler, task.Id))?.Code);
        sim.Do(new ClaimTask(OtherHandler, task.Id));
    }

    [Fact]
    public void Skill_ThatNobodyHas_IsAskedOfNobody()
    {
        var sim = new CaseSimulator { ProgramInUse = Skilled() };
        sim.Open("2026-09-29T16:40:00", ComplaintForms.Open("2026-09-29T16:40:00"));

        Assert.Null(sim.Task("work").Skill);
        sim.Do(new ClaimTask(Handler, sim.Task("work").Id));
    }

    [Fact]
    public void Balancing_WithASkill_GivesItToWhoHasIt()
    {
        var sim = new CaseSimulator
        {
            ProgramInUse = Skilled(balances: true),
            StaffInUse = [.. CaseSimulator.Staff.Select(member => member.Id == OtherHandler.Id ? member with { Skills = ["motor"], OpenTasks = 9 } : member)],
        };
        sim.Open("2026-09-29T16:40:00", ComplaintForms.Open("2026-09-29T16:40:00"));

        Assert.Equal(OtherHandler.Id, sim.Task("work").AssigneeId);
    }

    private static Func<StaffMember, StaffMember> Away(string id, string? substitute) =>
        member => member.Id == id ? member with { AbsentUntil = At("2026-12-01T00:00:00"), SubstituteId = substitute } : member;

    /// <summary>The shipped complaint, registered for a handler: the next step names that handler.</summary>
    private static CaseSimulator Registered(Func<StaffMember, StaffMember> with, System.Text.Json.Nodes.JsonObject? fields = null)
    {
        var sim = new CaseSimulator { StaffInUse = [.. CaseSimulator.Staff.Select(with)] };
        sim.Open("2026-09-29T16:40:00", ComplaintForms.Open("2026-09-29T16:40:00"));
        sim.Complete("register", Agent, "registered", fields ?? ComplaintForms.Register());
        return sim;
    }

    private static Engine.Programs.WorkflowProgram Skilled(bool balances = false) => SopDraft.Opened()
        .Step("work", "Sop.HumanTask", ("form", "complaint-analysis"), ("role", "handler"), ("skill", "motor"), ("balanceLoad", balances ? "true" : "false"), ("outcomes", new[] { "Done" }))
        .Step("finish", "Elsa.Finish")
        .Chain("open", "work", "finish")
        .Program();
}
