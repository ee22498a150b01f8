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
    private Input<string> _skill = null!;
    private Input<string> _stage = null!;
    private Input<string> _assignee = null!;
    private Input<bool> _anyRole = null!;
    private Input<bool> _balance = null!;
    private Input<string[]> _exclude = null!;
    private Input<string> _clock = null!;
    private Input<string[]> _outcomes = null!;
    private Input<string> _instruction = null!;
    private Input<string> _scope = null!;
    private Input<bool> _handling = null!;
    private Input<string> _doneAt = null!;
    private Input<string> _serviceStandard = null!;
    private Input<string> _contingency = null!;

    public static ActivityDescriptor Descriptor { get; } = new("Sop.HumanTask", SopCatalog.Category, ("Human task", "人工任务"), ("Assigns work to a role or person and waits for its outcome.", "把工作交给岗位或个人，等待处理结果。"))
    {
        Kind = ActivityKind.Task,
        Inputs =
        [
            new("Title", "String", ("Title", "标题"), ("What the inbox shows; the activity's name when empty.", "待办列表显示的标题；不填则用步骤名。")),
            new("Form", "String", ("Form", "表单"), ("The form that is filled to complete the task.", "完成任务须填写的表单。")) { UiHint = "dropdown", ChoicesFrom = SopChoices.Forms },
            new("Role", "String", ("Role", "岗位"), ("Whose members may claim the task.", "哪个岗位的人可以领取。")) { UiHint = "dropdown", ChoicesFrom = SopChoices.Roles },
            new("Stage", "String", ("Stage", "阶段"), ("Code of the stage the case enters with this step.", "案件随这一步进入的阶段。")) { UiHint = "dropdown", ChoicesFrom = SopChoices.Stages },
            new("Assignee", "String", ("Assignee", "指定办理人"), ("Staff id of the person who gets the task; empty leaves it in the role's queue.", "直接派给谁（员工标识）；不填则留在岗位公共待办。")) { DefaultSyntax = "JavaScript" },
            new("AnyAssignee", "Boolean", ("Assignee of any role", "办理人不限岗位"), ("Whoever is named gets the task, also without the role: the owner of a measure may be anybody. The role is where it goes when nobody is named.", "指定的人不须具备该岗位，如改进措施的责任人；未能指定时才由该岗位办理。")) { UiHint = "checkbox", DefaultValue = false },
            new("BalanceLoad", "Boolean", ("Balance load", "自动均衡分派"), ("Without an assignee: give it to the available member with the fewest open tasks, own branch first.", "未指定办理人时，派给手头任务最少的在岗人员，本机构优先。")) { UiHint = "checkbox", DefaultValue = false },
            new("Skill", "String", ("Skill", "所需技能"), ("Code of the skill that who does it must have, e.g. a line of business; asked of nobody when nobody in the role has it.", "办理人须具备的技能代码，如险种；该岗位无人具备时不作要求。")) { DefaultSyntax = "JavaScript" },
            new("Exclude", "String[]", ("Excluded staff", "回避人员"), ("Staff ids who may not work it, besides those the case is about.", "不得办理的人员（员工标识）；案件涉及的人员自动回避。")) { DefaultSyntax = "JavaScript" },
            new("Clock", "String", ("Clock", "时限"), ("Policy of the clock the task is measured by: the live one if it runs already, else started with the task.", "任务按哪个时限考核：已在走的沿用，否则随任务起算。")) { UiHint = "dropdown", ChoicesFrom = SopChoices.Clocks },
            new("Outcomes", "String[]", ("Outcomes", "处理结果"), ("The decisions a person may take; each is a port.", "办理人可选的处理结果，每个结果一个出口。")) { UiHint = "dynamic-outcomes", DefaultSyntax = "Object" },
            new("Instruction", "String", ("Instruction", "办理提示"), ("What to do, shown above the form.", "显示在表单上方，说明怎么办。")) { UiHint = "multiline" },
            new("ServiceStandard", "String", ("Service standard", "服务标准"), ("What good work looks like in this step: shown with the task.", "本步骤要做到什么程度，随任务显示。")) { UiHint = "multiline" },
            new("Contingency", "String", ("Contingency", "应急预案"), ("What to do when the step can't be done the usual way: system down, customer not reached, somebody absent.", "不能按常规办理时怎么办：系统停机、联系不上客户、人员缺位等。")) { UiHint = "multiline" },
            new("Scope", "String", ("Scope", "分组存放"), ("Name under which the form's values are kept, so that two people can fill the same form without seeing or overwriting each other; empty keeps them as fields of the case.", "表单内容单独存放的名称：两人可各填同一张表，互不可见、互不覆盖；不填则直接作为案件字段。")),
            new("Handling", "Boolean", ("Counts as handling", "计入经办"), ("Who completes it has handled the case, and may be kept out of its approvals by handledBy. Tasks of the role handler always count.", "完成人计入经办人员（handledBy），审批、核查可据此回避；承办岗的任务总是计入。")) { UiHint = "checkbox", DefaultValue = false },
            new("DoneAt", "String", ("Done at", "完成时间取自"), ("Field of the form that says when the work was done; the task's clock stops at that time, not when it was entered.", "表单中记录实际完成时间的要素；任务时限按该时间停止，而非录入时间。")),
        ],
        Outputs =
        [
            new("Decision", "String", ("Decision", "所选处理结果"), ("The outcome that was picked.", "办理人所选的处理结果。")),
            new("Result", "ObjectDictionary", ("Result", "结果"), ("The values of the form.", "表单填写的内容。")),
            new("CompletedBy", "String", ("Completed by", "办理人"), ("Staff id of who completed it.", "完成任务的员工标识。")),
        ],
    };

    protected override void Bind(ActivityBinder binder)
    {
        _title = binder.Input<string>("title");
        _form = binder.Input<string>("form");
        _role = binder.Input<string>("role");
        _stage = binder.Input<string>("stage");
        _assignee = binder.Input<string>("assignee");
        _anyRole = binder.Input<bool>("anyAssignee");
        _balance = binder.Input<bool>("balanceLoad");
        _skill = binder.Input<string>("skill");
        _exclude = binder.Input<string[]>("exclude");
        _clock = binder.Input<string>("clock");
        _outcomes = binder.Input("outcomes", DefaultOutcomes);
        _instruction = binder.Input<string>("instruction");
        _scope = binder.Input<string>("scope");
        _handling = binder.Input<bool>("handling");
        _doneAt = binder.Input<string>("doneAt");
        _serviceStandard = binder.Input<string>("serviceStandard");
        _contingency = binder.Input<string>("contingency");
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
            context.Get(_clock) is { Length: > 0 } clock ? clock : null,
            context.Get(_scope) is { Length: > 0 } scope ? scope : null)
        {
            Skill = context.Get(_skill) is { Length: > 0 } skill ? skill : null,
            IsHandling = context.Get(_handling),
            IsForAnyRole = context.Get(_anyRole),
            DoneAtField = context.Get(_doneAt) is { Length: > 0 } doneAt ? doneAt : null,
            ServiceStandard = context.Get(_serviceStandard) is { Length: > 0 } standard ? standard : null,
            Contingency = context.Get(_contingency) is { Length: > 0 } contingency ? contingency : null,
        });
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
