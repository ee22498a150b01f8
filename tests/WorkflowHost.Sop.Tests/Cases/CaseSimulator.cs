using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Sop.Activities;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Clocks;
using WorkflowHost.Sop.Contacts;
using WorkflowHost.Sop.Definitions;
using WorkflowHost.Sop.Links;
using WorkflowHost.Sop.Packs;
using WorkflowHost.Sop.Staff;
using WorkflowHost.Sop.Tests.Packs;
using WorkflowHost.Sop.Versions;

namespace WorkflowHost.Sop.Tests.Cases;

/// <summary>Works one case through the shipped pack and workflow in virtual time, as the shell would, without any store.</summary>
/// <param name="definition">File of the shipped workflow, without its ending.</param>
internal sealed class CaseSimulator(string definition = CaseSimulator.Complaint)
{
    public const string Complaint = "complaint";

    private static readonly ConcurrentDictionary<string, WorkflowProgram> Programs = new(StringComparer.Ordinal);

    private readonly SequentialIdSource _ids = new(1000);
    private CaseState? _state;
    private WorkflowProgram? _programInUse;

    public static Actor Agent { get; } = new("agent-1", "陈静", "A1023", ["agent"]);

    public static Actor Lead { get; } = new("lead-1", "刘强", "L2001", ["team_lead", "agent"]);

    public static Actor Handler { get; } = new("handler-1", "王磊", "H3001", ["handler"]);

    public static Actor OtherHandler { get; } = new("handler-2", "赵敏", "H3002", ["handler"]);

    public static Actor Manager { get; } = new("manager-1", "孙芳", "M4001", ["manager"]);

    public static Actor Exec { get; } = new("exec-1", "周明", "E5001", ["exec"]);

    public static Actor Scheduler { get; } = new("scheduler-1", "吴霞", "S6001", ["scheduler"]);

    public static Actor Owner { get; } = new("owner-1", "郑洁", "P7001", ["process_owner"]);

    public static Actor Advisor { get; } = new("advisor-1", "何静", "D1101", ["advisor"]);

    public static Actor Coordinator { get; } = new("coordinator-1", "林岚", "X2101", ["coordinator"]);

    public static Actor Claims { get; } = new("claims-1", "郑凯", "P3101", ["claims"]);

    public static Actor OtherClaims { get; } = new("claims-2", "冯雪", "P3102", ["claims"]);

    /// <summary>One person with every role that a fraud investigation has, to see that four eyes need two of them.</summary>
    public static Actor Investigator { get; } = new("investigator-1", "韩梅", "Y6101", ["investigator", "manager", "compliance"]);

    public static IReadOnlyList<Actor> Assessors { get; } =
        [.. Enumerable.Range(1, 6).Select(n => new Actor($"assessor-{n}", $"评估员{n}", $"G410{n}", ["assessor"]))];

    public static IReadOnlyList<StaffMember> Staff { get; } =
        [.. new[] { Agent, Lead, Handler, OtherHandler, Manager, Exec, Scheduler, Advisor, Coordinator, Claims, OtherClaims, Investigator }.Concat(Assessors)
            .Select(a => new StaffMember(a.Id, a.Id, a.Name, a.StaffNo, a.Roles, null, [], true, null, 0))];

    public static SopPack Pack => RealPack.Pack;

    public WorkflowProgram Program { get; } = Programs.GetOrAdd(definition, Load);

    public DateTimeOffset Now { get; private set; } = At("2026-09-29T16:40:00");

    public CaseState State => _state ?? throw new InvalidOperationException("No case was opened.");

    /// <summary>What the shell finds for the number a form wants to merge into.</summary>
    public MergeTarget? MergeTarget { get; set; }

    /// <summary>The staff as they are now; absences and skills are changed here.</summary>
    public IReadOnlyList<StaffMember> StaffInUse { get; set; } = Staff;

    /// <summary>What the house knows of a number that is not to be called.</summary>
    public Func<string, ContactBlock?>? BlockOf { get; set; }

    /// <summary>What the case has learnt of such numbers.</summary>
    public List<ContactBlock> Blocks { get; } = [];

    /// <summary>The pack and the program that hold now; a migration moves to others.</summary>
    public SopPack PackInUse { get; set; } = Pack;

    public WorkflowProgram ProgramInUse
    {
        get => _programInUse ?? Program;
        set => _programInUse = value;
    }

    public List<StaffNotification> Notifications { get; } = [];

    /// <summary>Every clock the case ever had, as its row stands.</summary>
    public Dictionary<string, Clock> Clocks { get; } = [];

    public List<OutboxMessage> Outbox { get; } = [];

    public List<TimelineEntry> Timeline { get; } = [];

    /// <summary>The stored form after every command.</summary>
    public List<byte[]> Stored { get; } = [];

    public static DateTimeOffset At(string local) => DateTimeOffset.Parse(local + "+08:00", CultureInfo.InvariantCulture);

    /// <summary>Moves the time on and fires every timer on the way at its own instant.</summary>
    public void AdvanceTo(string local)
    {
        var target = At(local);
        while (State.Timers.Where(t => t.DueAt <= target).OrderBy(t => t.DueAt).FirstOrDefault() is { } timer)
        {
            Now = timer.DueAt > Now ? timer.DueAt : Now;
            Do(new FireTimer(timer.Id, timer.DueAt));
        }

        Now = target;
    }

    public void Open(string local, JsonObject fields) => OpenBy(Agent, local, fields);

    public void OpenBy(Actor actor, string local, JsonObject fields)
    {
        Now = At(local);
        Do(new OpenCase(actor, "case-1", "TS20260929-0001", fields));
    }

    public CaseRefusal? Try(CaseCommand command)
    {
        var outcome = CaseProcess.Handle(_state, command, new CaseEnvironment { Now = Now, Ids = _ids, Pack = PackInUse, Program = ProgramInUse, Staff = StaffInUse, MergeTarget = MergeTarget, BlockOf = BlockOf });
        if (outcome.Burst is { } burst)
        {
            // What is stored is what is read back: every command goes through the stored form.
            var stored = CaseStateJson.Write(burst.State);
            _state = CaseStateJson.Read(stored, ProgramInUse);
            Assert.Equal(stored, CaseStateJson.Write(_state));
            Stored.Add(stored);
            Notifications.AddRange(burst.Changes.Notifications);
            foreach (var clock in burst.Changes.Clocks)
            {
                Clocks[clock.Id] = clock;
            }

            Outbox.AddRange(burst.Changes.Outbox);
            Timeline.AddRange(burst.Changes.Timeline);
            Blocks.AddRange(burst.Changes.ContactBlocks);
        }

        return outcome.Refusal;
    }

    public MigrationPreview Preview(WorkflowProgram to, Dictionary<string, string?>? choices = null) => CaseMigration.Preview(
        State,
        new MigrateCase(Owner, ProgramInUse, choices ?? []),
        new CaseEnvironment { Now = Now, Ids = new SequentialIdSource(500_000), Pack = PackInUse, Program = to, Staff = Staff });

    /// <summary>As the shell does it: the state is read with the version it stands on, the command runs with the one it goes to.</summary>
    public void Migrate(WorkflowProgram to, Dictionary<string, string?>? choices = null)
    {
        var from = ProgramInUse;
        ProgramInUse = to;
        Do(new MigrateCase(Owner, from, choices ?? []));
    }

    public void Do(CaseCommand command)
    {
        var refusal = Try(command);
        Assert.True(refusal is null, $"{command.GetType().Name} at {Now:s}: {refusal?.Code} {string.Join(", ", refusal?.Args ?? new Dictionary<string, string>())} {string.Join("; ", refusal?.Fields.Select(f => $"{f.Field} {f.Code} {string.Join(',', f.Args)}") ?? [])}");
        Assert.Empty(State.Workflow.Incidents.Select(i => $"{i.ActivityId}: {i.Message} {i.Cause}"));
    }

    public CaseTask Task(string activityId) => Assert.Single(State.Tasks, t => t.ActivityId == activityId);

    /// <summary>The step that was completed last, or the event that was raised, with the port it left through.</summary>
    public (string ActivityId, string Outcome) LastStep { get; private set; }

    public void Complete(string activityId, Actor actor, string outcome, JsonObject fields)
    {
        LastStep = (activityId, outcome);
        Do(new CompleteTask(actor, Task(activityId).Id, outcome, fields));
    }

    public void Raise(string eventName, Actor actor, JsonObject fields)
    {
        LastStep = ("on" + char.ToUpperInvariant(eventName[0]) + eventName[1..], "Done");
        Do(new RaiseCaseEvent(actor, eventName, fields));
    }

    /// <summary>The first case of a kind that has not answered yet says that it is open.</summary>
    public void HearOpened(string kind) => Hear(State.Links!.First(l => l.Kind == kind && l.Number is null), CaseStatus.Open, null, []);

    /// <summary>The first case of a kind that is still open says that it is over, and what came out of it.</summary>
    public void HearEnded(string kind, string closeType = "closed", JsonObject? results = null) =>
        Hear(State.Links!.First(l => l.Kind == kind && l.Status == CaseStatus.Open), CaseStatus.Ended, closeType, results ?? []);

    /// <summary>The last case of a kind that was asked for could not be opened.</summary>
    public void HearRefused(string kind) => Do(new HearLinkRefused(State.Links!.Last(l => l.Kind == kind).CaseId, kind, "form.invalid", string.Empty));

    private void Hear(CaseLink link, CaseStatus status, string? closeType, JsonObject results) => Do(new HearOfLinkedCase(
        new(link.CaseId, link.CaseId, "LINK-" + link.CaseId, link.DefinitionId, link.Kind, link.IsFollower, status, closeType, link.HeardVersion + 1, results)));

    /// <summary>The latest clock of a policy, live or ended.</summary>
    public Clock Clock(string policyId) => Clocks.Values.Last(c => c.PolicyId == policyId);

    private static WorkflowProgram Load(string definition)
    {
        var file = definition + ".json";
        var reading = WorkflowDefinition.Read(RealPack.Files().Single(f => f.Path == file).Utf8, file);
        Assert.Empty(reading.Faults);
        var compilation = SopCatalog.Compiler().Compile(reading.Definition!);
        Assert.Empty(compilation.Faults);
        Assert.Empty(SopCheck.Faults(reading.Definition!, Pack));
        return compilation.Program!;
    }
}
