using WorkflowHost.Engine.Composition;
using WorkflowHost.Engine.Containers;
using WorkflowHost.Engine.Control;
using WorkflowHost.Engine.Data;
using WorkflowHost.Engine.Flowcharts;
using WorkflowHost.Engine.Http;
using WorkflowHost.Engine.Loops;
using WorkflowHost.Engine.StateMachines;
using WorkflowHost.Engine.Waiting;
using Cron = WorkflowHost.Engine.Waiting.Cron;
using Parallel = WorkflowHost.Engine.Containers.Parallel;
using Timer = WorkflowHost.Engine.Waiting.Timer;

namespace WorkflowHost.Engine.Activities;

/// <summary>The list behind <see cref="ActivityCatalog.Standard"/>.</summary>
internal static class StandardActivities
{
    public static IReadOnlyList<ActivityRegistration> All { get; } =
    [
        ActivityRegistration.Of<Flowchart>(),
        ActivityRegistration.Of<FlowDecision>(),
        ActivityRegistration.Of<FlowSwitch>(),
        ActivityRegistration.Of<FlowJoin>(),
        ActivityRegistration.Of<FlowFork>(),
        ActivityRegistration.Of<FlowNode>(),
        ActivityRegistration.Of<Start>(),
        ActivityRegistration.Of<End>(),
        ActivityRegistration.Of<StateMachine>(),
        ActivityRegistration.Of<Sequence>(),
        ActivityRegistration.Of<Parallel>(),
        ActivityRegistration.Of<If>(),
        ActivityRegistration.Of<Switch>(),
        ActivityRegistration.Of<Fork>(),
        ActivityRegistration.Of<While>(),
        ActivityRegistration.Of<For>(),
        ActivityRegistration.Of<ForEach>(),
        ActivityRegistration.Of<ParallelForEach>(),
        ActivityRegistration.Of<Break>(),
        ActivityRegistration.Of<Finish>(),
        ActivityRegistration.Of<Complete>(),
        ActivityRegistration.Of<Fault>(),
        ActivityRegistration.Of<WriteLine>(),
        ActivityRegistration.Of<SetVariable>(),
        ActivityRegistration.Of<SetOutput>(),
        ActivityRegistration.Of<SetName>(),
        ActivityRegistration.Of<Correlate>(),
        ActivityRegistration.Of<RunJavaScript>(),
        ActivityRegistration.Of<Event>(),
        ActivityRegistration.Of<PublishEvent>(),
        ActivityRegistration.Of<RunTask>(),
        ActivityRegistration.Of<Delay>(),
        ActivityRegistration.Of<Timer>(),
        ActivityRegistration.Of<Cron>(),
        ActivityRegistration.Of<StartAt>(),
        ActivityRegistration.Of<ExecuteWorkflow>(),
        ActivityRegistration.Of<DispatchWorkflow>(),
        ActivityRegistration.Of<BulkDispatchWorkflows>(),
        ActivityRegistration.Of<HttpEndpoint>(),
        ActivityRegistration.Of<WriteHttpResponse>(),
        ActivityRegistration.Of<SendHttpRequest>(),
        ActivityRegistration.Of<FlowSendHttpRequest>(),
    ];
}
