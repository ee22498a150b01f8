using System.Globalization;
using WorkflowHost.Bench.Bursts;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Journeys;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Packs;
using WorkflowHost.Sop.Staff;

namespace WorkflowHost.Bench.EngineRuns;

/// <summary>The shipped complaint with all its rules, from its opening to the end of its first task.</summary>
internal sealed class ComplaintCore
{
    private static readonly Actor Person = new("0000000000000001", "王芳", "A1001", [.. StaffRoles.All]);
    private static readonly DateTimeOffset Now = new(2026, 9, 15, 10, 0, 0, TimeSpan.FromHours(8));

    private readonly CaseEnvironment _environment;
    private int _number;

    public ComplaintCore()
    {
        var (pack, program) = ShippedPack.Load();
        _environment = Environment(pack, program);
    }

    public object OpenAndRegister()
    {
        var id = (++_number).ToString("x16", CultureInfo.InvariantCulture);
        var state = Handle(null, new OpenCase(Person, id, $"TS{_number}", ComplaintStory.Opening(Now, id)));
        state = Handle(state, new ClaimTask(Person, state.Tasks[0].Id));
        var (outcome, fields) = ComplaintStory.Decide(state.Tasks[0].FormId, Person.Id, Now);
        return Handle(state, new CompleteTask(Person, state.Tasks[0].Id, outcome, fields));
    }

    private CaseState Handle(CaseState? state, CaseCommand command)
    {
        var outcome = CaseProcess.Handle(state, command, _environment);
        return outcome.Burst?.State ?? throw new InvalidOperationException($"{command.GetType().Name} was refused: {outcome.Refusal?.Code}");
    }

    private static CaseEnvironment Environment(SopPack pack, WorkflowProgram program) => new()
    {
        Now = Now,
        Ids = new SequentialIdSource(1),
        Pack = pack,
        Program = program,
        Staff = [new StaffMember(Person.Id, "wangfang", Person.Name, Person.StaffNo, Person.Roles, "上海", [], true, null, 0)],
    };
}
