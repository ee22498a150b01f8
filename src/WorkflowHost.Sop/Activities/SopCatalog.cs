using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.Composition;
using WorkflowHost.Engine.Flowcharts;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Sop.Activities;

/// <summary>The activities SOPs are drawn with: the engine's own and those of category <c>SOP</c>.</summary>
public static class SopCatalog
{
    public static BilingualText Category { get; } = ("Insurance SOP", "保险 SOP");

    public static ActivityCatalog Activities { get; } = ActivityCatalog.Standard()
        .Add<OpenCaseActivity>()
        .Add<HumanTaskActivity>()
        .Add<CaseEventActivity>()
        .Add<StartClockActivity>()
        .Add<PauseClockActivity>()
        .Add<ResumeClockActivity>()
        .Add<ExtendClockActivity>()
        .Add<RestartClockActivity>()
        .Add<ReplaceClockActivity>()
        .Add<StopClockActivity>()
        .Add<CancelClockActivity>()
        .Add<AwaitClockActivity>()
        .Add<DecideActivity>()
        .Add<UpdateCaseActivity>()
        .Add<NotifyActivity>()
        .Add<NotifyStaffActivity>()
        .Add<SendCustomerLinkActivity>()
        .Add<RequestDocumentsActivity>()
        .Add<ReportProgressActivity>()
        .Add<ExpediteActivity>()
        .Add<SignalActivity>()
        .Add<AwaitSignalActivity>()
        .Add<PlanRevisitActivity>()
        .Add<NextRevisitActivity>()
        .Add<OpenLinkedCaseActivity>()
        .Add<LinkCaseActivity>()
        .Add<AwaitLinkedCasesActivity>()
        .Add<MergeCaseActivity>()
        .Add<CloseCaseActivity>()
        .Add<ReopenCaseActivity>();

    /// <summary>A compiler for SOPs and plain workflows. Thread-safe.</summary>
    /// <param name="workflows">What they may use as activities; none when null.</param>
    /// <param name="time">The clock for scripts that say when a trigger fires.</param>
    /// <param name="mode">How flowcharts run where a definition does not say.</param>
    public static ProgramCompiler Compiler(WorkflowLibrary? workflows = null, TimeProvider? time = null, FlowchartMode mode = FlowchartMode.Counters) => new(Activities)
    {
        DefaultFlowchartMode = mode,
        Workflows = workflows ?? WorkflowLibrary.Empty,
        Time = time,
        AmbientNames = [CaseData.AmbientName, CaseData.InfoName],
        // One step that fails must not end the case: its deadlines run on and the other branches still listen. A plain workflow
        // faults as it does in Elsa.
        IncidentStrategyOf = static definition => SopProfile.Of(definition) is null ? IncidentStrategy.Fault : IncidentStrategy.ContinueWithIncidents,
    };
}
