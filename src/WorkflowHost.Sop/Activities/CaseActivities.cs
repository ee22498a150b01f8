using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Sop.Activities;

/// <summary>Asks a decision table and keeps its outputs as fields of the case. Leaves through the table's <c>outcome</c> output, else <c>Done</c>.</summary>
internal sealed class DecideActivity : Activity, Activity.IDescribed
{
    private Input<string> _table = null!;

    public static ActivityDescriptor Descriptor { get; } = new("Sop.Decide", SopCatalog.Category, ("Decide", "查决策表"), ("Evaluates a decision table over the case's fields.", "按案件要素查决策表，结果写回案件。"))
    {
        Inputs =
        [
            new("Table", "String", ("Decision table", "决策表"), ("Table of the SOP pack.", "SOP 规则包中的决策表。")) { UiHint = "dropdown", ChoicesFrom = SopChoices.DecisionTables },
            // Only a drawing needs them: the table says which outcome it is, the designer must know the ports before.
            new("Outcomes", "String[]", ("Outcomes", "结果出口"), ("What the table's output 'outcome' may be; each is a port.", "决策表输出列 outcome 的各个取值，每个取值一个出口。"))
            {
                UiHint = "dynamic-outcomes",
                DefaultSyntax = "Object",
                FixedOutcomes = ["Done"],
            },
        ],
        Outputs = [new("Result", "ObjectDictionary", ("Result", "结果"), ("The table's outputs.", "决策表的输出。"))],
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

    public static ActivityDescriptor Descriptor { get; } = new("Sop.UpdateCase", SopCatalog.Category, ("Update case", "更新案件"), ("Sets fields of the case, and its stage.", "写入案件要素，也可改变所处阶段。"))
    {
        Inputs =
        [
            new("Fields", "ObjectDictionary", ("Fields", "要素"), ("Names and values.", "名称和值。")) { UiHint = "json-editor", DefaultSyntax = "JavaScript" },
            new("Stage", "String", ("Stage", "阶段"), ("Code of the stage the case enters.", "案件进入的阶段。")) { UiHint = "dropdown", ChoicesFrom = SopChoices.Stages },
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

    public static ActivityDescriptor Descriptor { get; } = new("Sop.MergeCase", SopCatalog.Category, ("Merge case", "并案"), ("Reports this case as a repeat to another case.", "作为重复投诉并入另一案件。"))
    {
        Inputs = [new("Into", "String", ("Into", "并入"), ("Number of the case it is merged into.", "并入哪个案件（编号）。")) { DefaultSyntax = "JavaScript" }],
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

    public static ActivityDescriptor Descriptor { get; } = new("Sop.CloseCase", SopCatalog.Category, ("Close case", "关闭案件"), ("Closes the case towards the customer; follow-up may still run.", "对客户关闭案件；后续回访仍可进行。"))
    {
        Inputs =
        [
            new("CloseType", "String", ("Close type", "关闭类型"), ("Why it is closed, e.g. satisfied, withdrawn, merged.", "为何关闭，如满意、撤诉、并案。")) { DefaultSyntax = "JavaScript" },
            new("DealtWith", "Boolean", ("Dealt with", "已办结"), ("Deadlines count as met; no: they are cancelled, as for a withdrawal.", "是：时限算按期完成；否：时限取消，如撤诉。")) { UiHint = "checkbox", DefaultValue = true },
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

    public static ActivityDescriptor Descriptor { get; } = new("Sop.ReopenCase", SopCatalog.Category, ("Reopen case", "重新打开案件"), ("Opens a closed case again and counts it.", "重新打开已关闭的案件，并计入次数。"))
    {
        Inputs = [new("Reason", "String", ("Reason", "原因"), ("Kept in the timeline.", "记入办理记录。")) { DefaultSyntax = "JavaScript" }],
    };

    protected override void Bind(ActivityBinder binder) => _reason = binder.Input<string>("reason");

    protected override void Execute(ActivityContext context)
    {
        context.Facet<CaseWork>().Reopen(context.Get(_reason) ?? string.Empty);
        context.Complete();
    }
}
