using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.States;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Sop.Activities;

/// <summary>A step a person does: waits until somebody of the role has filled the form and picked an outcome, which is the port taken.</summary>
internal sealed class HumanTaskActivity : Activity, Activity.IDescribed
{
    private static readonly string[] DefaultOutcomes = ["Done"];

    private Input<string> _title = null!;
    private Input<string> _form = null!;
    private Input<string> _role = null!;
    private Input<string> _stage = null!;
    private Input<string> _assignee = null!;
    private Input<bool> _balance = null!;
    private Input<string[]> _exclude = null!;
    private Input<string> _clock = null!;
    private Input<string[]> _outcomes = null!;
    private Input<string> _instruction = null!;

    public static ActivityDescriptor Descriptor { get; } = new("Sop.HumanTask", SopCatalog.Category, "Human task", "Assigns work to a role or person and waits for its outcome.")
    {
        Kind = ActivityKind.Task,
        Inputs =
        [
            new("Title", "String", "Title", "What the inbox shows; the activity's name when empty."),
            new("Form", "String", "Form", "The form that is filled to complete the task.") { UiHint = "dropdown", ChoicesFrom = SopChoices.Forms },
            new("Role", "String", "Role", "Whose members may claim the task.") { UiHint = "dropdown", ChoicesFrom = SopChoices.Roles },
            new("Stage", "String", "Stage", "Code of the stage the case enters with this step.") { UiHint = "dropdown", ChoicesFrom = SopChoices.Stages },
            new("Assignee", "String", "Assignee", "Staff id of the person who gets the task; empty leaves it in the role's queue.") { DefaultSyntax = "JavaScript" },
            new("BalanceLoad", "Boolean", "Balance load", "Without an assignee: give it to the available member with the fewest open tasks, own branch first.") { UiHint = "checkbox", DefaultValue = false },
            new("Exclude", "String[]", "Excluded staff", "Staff ids who may not work it, besides those the case is about.") { DefaultSyntax = "JavaScript" },
            new("Clock", "String", "Clock", "Policy of the clock the task is measured by: the live one if it runs already, else started with the task.") { UiHint = "dropdown", ChoicesFrom = SopChoices.Clocks },
            new("Outcomes", "String[]", "Outcomes", "The decisions a person may take; each is a port.") { UiHint = "dynamic-outcomes", DefaultSyntax = "Object" },
            new("Instruction", "String", "Instruction", "What to do, shown above the form.") { UiHint = "multiline" },
        ],
        Outputs =
        [
            new("Decision", "String", "Decision", "The outcome that was picked."),
            new("Result", "ObjectDictionary", "Result", "The values of the form."),
            new("CompletedBy", "String", "Completed by", "Staff id of who completed it."),
        ],
    };

    protected override void Bind(ActivityBinder binder)
    {
        _title = binder.Input<string>("title");
        _form = binder.Input<string>("form");
        _role = binder.Input<string>("role");
        _stage = binder.Input<string>("stage");
        _assignee = binder.Input<string>("assignee");
        _balance = binder.Input<bool>("balanceLoad");
        _exclude = binder.Input<string[]>("exclude");
        _clock = binder.Input<string>("clock");
        _outcomes = binder.Input("outcomes", DefaultOutcomes);
        _instruction = binder.Input<string>("instruction");
        binder.RequireBound("sop.task.form_missing", "form", _form);
        binder.RequireBound("sop.task.role_missing", "role", _role);
    }

    protected override void Execute(ActivityContext context)
    {
        var work = context.Facet<CaseWork>();
        var bookmark = context.CreateBookmark(Descriptor.TypeName, isPerInstance: true);
        var outcomes = context.Get(_outcomes);
        work.OpenTask(new(
            context.ActivityId,
            bookmark.Id,
            context.Get(_title) is { Length: > 0 } title ? title : context.ActivityName,
            context.Get(_stage) is { Length: > 0 } stage ? stage : null,
            context.Get(_form) ?? string.Empty,
            context.Get(_role) ?? string.Empty,
            context.Get(_assignee),
            context.Get(_balance),
            outcomes is { Length: > 0 } ? [.. outcomes] : [.. DefaultOutcomes],
            [.. (context.Get(_exclude) ?? []).Where(id => !string.IsNullOrEmpty(id))],
            context.Get(_instruction),
            context.Get(_clock) is { Length: > 0 } clock ? clock : null));
    }

    protected override void Resume(ActivityContext context, Bookmark bookmark, JsonNode? input)
    {
        var outcome = (input as JsonObject)?.Text("outcome") ?? DefaultOutcomes[0];
        context.SetOutput("Decision", outcome);
        context.SetOutput("Result", (input as JsonObject)?["fields"]?.DeepClone());
        context.SetOutput("CompletedBy", (input as JsonObject)?.Text("by"));
        context.Complete(outcome);
    }
}
