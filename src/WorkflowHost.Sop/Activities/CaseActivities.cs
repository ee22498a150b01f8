using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Sop.Activities;

/// <summary>Asks a decision table and keeps its outputs as fields of the case. Leaves through the table's <c>outcome</c> output, else <c>Done</c>.</summary>
internal sealed class DecideActivity : Activity, Activity.IDescribed
{
    private Input<string> _table = null!;

    public static ActivityDescriptor Descriptor { get; } = new("Sop.Decide", SopCatalog.Category, "Decide", "Evaluates a decision table over the case's fields.")
    {
        Inputs = [new("Table", "String", "Decision table", "Table of the SOP pack.") { UiHint = "dropdown", ChoicesFrom = SopChoices.DecisionTables }],
        Outputs = [new("Result", "ObjectDictionary", "Result", "The table's outputs.")],
    };

    protected override void Bind(ActivityBinder binder)
    {
        _table = binder.Input<string>("table");
        binder.RequireBound("sop.decide.table_missing", "table", _table);
    }

    protected override void Execute(ActivityContext context)
    {
        var outputs = context.Facet<CaseWork>().Decide(context.Get(_table) ?? string.Empty);
        context.SetOutput("Result", outputs.DeepClone());
        context.Complete(outputs.Text("outcome") ?? "Done");
    }
}

/// <summary>Sets fields of the case.</summary>
internal sealed class UpdateCaseActivity : Activity, Activity.IDescribed
{
    private Input<JsonObject> _fields = null!;
    private Input<string> _stage = null!;

    public static ActivityDescriptor Descriptor { get; } = new("Sop.UpdateCase", SopCatalog.Category, "Update case", "Sets fields of the case, and its stage.")
    {
        Inputs =
        [
            new("Fields", "ObjectDictionary", "Fields", "Names and values.") { UiHint = "json-editor", DefaultSyntax = "JavaScript" },
            new("Stage", "String", "Stage", "Code of the stage the case enters.") { UiHint = "dropdown", ChoicesFrom = SopChoices.Stages },
        ],
    };

    protected override void Bind(ActivityBinder binder)
    {
        _fields = binder.Input<JsonObject>("fields");
        _stage = binder.Input<string>("stage");
    }

    protected override void Execute(ActivityContext context)
    {
        var work = context.Facet<CaseWork>();
        if (context.Get(_fields) is { } fields)
        {
            work.Merge(fields);
        }

        if (context.Get(_stage) is { Length: > 0 } stage)
        {
            work.EnterStage(stage);
        }

        context.Complete();
    }
}

/// <summary>Tells the case that this one was merged into, so that both timelines know of each other (A-R7).</summary>
internal sealed class MergeCaseActivity : Activity, Activity.IDescribed
{
    private Input<string> _into = null!;

    public static ActivityDescriptor Descriptor { get; } = new("Sop.MergeCase", SopCatalog.Category, "Merge case", "Reports this case as a repeat to another case.")
    {
        Inputs = [new("Into", "String", "Into", "Number of the case it is merged into.") { DefaultSyntax = "JavaScript" }],
    };

    protected override void Bind(ActivityBinder binder)
    {
        _into = binder.Input<string>("into");
        binder.RequireBound("sop.merge.into_missing", "into", _into);
    }

    protected override void Execute(ActivityContext context)
    {
        var work = context.Facet<CaseWork>();
        var target = context.Get(_into);
        if (string.IsNullOrEmpty(target) || target == work.Number)
        {
            throw new SopFaultException($"Merging needs the number of another case, found '{target}'.");
        }

        work.Queue("case", target, null, new JsonObject { ["command"] = nameof(RecordRepeat), ["from"] = work.Number });
        work.Log("case.merged", ("into", target));
        context.Complete();
    }
}

/// <summary>Closes the case towards the customer and ends its deadlines.</summary>
internal sealed class CloseCaseActivity : Activity, Activity.IDescribed
{
    private Input<string> _closeType = null!;
    private Input<bool> _isDealtWith = null!;

    public static ActivityDescriptor Descriptor { get; } = new("Sop.CloseCase", SopCatalog.Category, "Close case", "Closes the case towards the customer; follow-up may still run.")
    {
        Inputs =
        [
            new("CloseType", "String", "Close type", "Why it is closed, e.g. satisfied, withdrawn, merged.") { DefaultSyntax = "JavaScript" },
            new("DealtWith", "Boolean", "Dealt with", "Deadlines count as met; no: they are cancelled, as for a withdrawal.") { UiHint = "checkbox", DefaultValue = true },
        ],
    };

    protected override void Bind(ActivityBinder binder)
    {
        _closeType = binder.Input<string>("closeType");
        _isDealtWith = binder.Input("dealtWith", true);
        binder.RequireBound("sop.close.type_missing", "closeType", _closeType);
    }

    protected override void Execute(ActivityContext context)
    {
        context.Facet<CaseWork>().Close(context.Get(_closeType) ?? string.Empty, context.Get(_isDealtWith));
        context.Complete();
    }
}

/// <summary>Opens a closed case again: a low rating or a problem found in the revisit.</summary>
internal sealed class ReopenCaseActivity : Activity, Activity.IDescribed
{
    private Input<string> _reason = null!;

    public static ActivityDescriptor Descriptor { get; } = new("Sop.ReopenCase", SopCatalog.Category, "Reopen case", "Opens a closed case again and counts it.")
    {
        Inputs = [new("Reason", "String", "Reason", "Kept in the timeline.") { DefaultSyntax = "JavaScript" }],
    };

    protected override void Bind(ActivityBinder binder) => _reason = binder.Input<string>("reason");

    protected override void Execute(ActivityContext context)
    {
        context.Facet<CaseWork>().Reopen(context.Get(_reason) ?? string.Empty);
        context.Complete();
    }
}
