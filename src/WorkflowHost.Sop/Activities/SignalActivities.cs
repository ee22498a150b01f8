using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.States;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Sop.Activities;

/// <summary>Tells the other branches of the same case that something has happened. Heard by steps that await the signal, and by case events of that name.</summary>
internal sealed class SignalActivity : Activity, Activity.IDescribed
{
    private Input<string> _signal = null!;

    public static ActivityDescriptor Descriptor { get; } = new("Sop.Signal", SopCatalog.Category, ("Signal", "发出信号"), ("Lets the other branches of the case go on that wait for this.", "让本案中等待此信号的其他分支继续。"))
    {
        Inputs = [SignalInputs.Signal],
    };

    protected override void Bind(ActivityBinder binder)
    {
        _signal = binder.Input<string>("signal");
        binder.RequireBound("sop.signal.name_missing", "signal", _signal);
    }

    protected override void Execute(ActivityContext context)
    {
        context.Facet<CaseWork>().Signal(context.Get(_signal) ?? string.Empty);
        context.Complete();
    }
}

/// <summary>Waits until another branch of the same case gives the signal. Unlike a case event nobody can raise it by hand.</summary>
internal sealed class AwaitSignalActivity : Activity, Activity.IDescribed
{
    private Input<string> _signal = null!;

    public static ActivityDescriptor Descriptor { get; } = new(CaseWork.SignalBookmark, SopCatalog.Category, ("Await signal", "等待信号"), ("Waits for a signal of another branch of the case.", "等待本案其他分支发出的信号。"))
    {
        Inputs = [SignalInputs.Signal],
    };

    protected override void Bind(ActivityBinder binder)
    {
        _signal = binder.Input<string>("signal");
        binder.RequireBound("sop.signal.name_missing", "signal", _signal);
    }

    protected override void Execute(ActivityContext context) =>
        context.CreateBookmark(CaseWork.SignalBookmark, new JsonObject { ["signal"] = context.Get(_signal) ?? string.Empty });

    protected override void Resume(ActivityContext context, Bookmark bookmark, JsonNode? input) => context.Complete();
}

internal static class SignalInputs
{
    public static InputDescriptor Signal { get; } = new("Signal", "String", ("Signal", "信号"), ("Its name, known within the case only.", "信号名称，仅在本案内有效。"));
}
