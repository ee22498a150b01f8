using System.Text.Json.Nodes;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Sop.Tests.Cases;

public sealed class SopReadersTests
{
    private static readonly SopReaders Narrow = new(["investigator"], ["investigatorId"], ["suspectedStaff"]);

    [Theory]
    // Role, id, whether admitted.
    [InlineData("investigator", "i1", true)]
    [InlineData("agent", "a1", false)]
    [InlineData("admin", "x1", false)]
    [InlineData("agent", "worked", true)]
    [InlineData("agent", "holds", true)]
    [InlineData("agent", "named", true)]
    // Under suspicion: neither the role nor a task helps.
    [InlineData("investigator", "suspect", false)]
    [InlineData("agent", "work", false)]
    public void Admit_ByRoleAndPerson_LetsInReadersAndThePersonsOfTheCase(string role, string id, bool isAdmitted)
    {
        var state = State();

        Assert.Equal(isAdmitted, Narrow.Admit(new(id, id, null, [role]), Narrow.PersonsOf(state), Narrow.BarredOf(state)));
    }

    [Fact]
    public void Admit_SopThatNamesNoReaders_LetsInEverybodyButWhomTheCaseIsAbout()
    {
        var readers = SopReaders.Everybody with { BarredFields = ["suspectedStaff"] };
        var state = State();

        Assert.True(readers.Admit(new("a1", "a1", null, ["agent"]), readers.PersonsOf(state), readers.BarredOf(state)));
        Assert.False(readers.Admit(new("suspect", "s", null, ["agent"]), readers.PersonsOf(state), readers.BarredOf(state)));
    }

    private static CaseState State()
    {
        var sim = new CaseSimulator();
        sim.Open("2026-09-29T16:40:00", ComplaintForms.Open("2026-09-29T16:40:00"));
        return sim.State with
        {
            Data = new JsonObject { ["investigatorId"] = "named", ["suspectedStaff"] = new JsonArray("suspect") },
            People = ["worked", "suspect"],
            Tasks = [sim.Task("register") with { AssigneeId = "holds" }],
        };
    }
}
