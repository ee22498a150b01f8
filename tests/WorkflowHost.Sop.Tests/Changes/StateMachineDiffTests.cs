using System.Text.Json.Nodes;
using WorkflowHost.Sop.Changes;
using WorkflowHost.Sop.Definitions;
using WorkflowHost.Sop.Lint;
using WorkflowHost.Sop.Tests.Cases;

namespace WorkflowHost.Sop.Tests.Changes;

/// <summary>Steps that stand in the states and transitions of a state machine are steps like any other.</summary>
public sealed class StateMachineDiffTests
{
    [Fact]
    public void Outline_OfAStateMachine_HasEveryStepOfItsStatesAndTransitionsWithItsPath()
    {
        var outline = DefinitionOutline.Of(SopDraft.Read(Draft()));

        Assert.Equal(
            [("start", "$.root.activities[1].states[0].entry"), ("sign", "$.root.activities[1].transitions[0].trigger"), ("tell", "$.root.activities[1].transitions[0].action")],
            outline.Activities.Where(each => each.Parent?.Id == "machine").Select(each => (each.Id, each.Path)));
    }

    [Fact]
    public void TaskInAState_WithAnUnknownForm_IsFound()
    {
        var draft = Draft(machine => Transition(machine)["trigger"]!["form"] = Text("no-such-form"));

        var finding = Assert.Single(Errors(draft));

        Assert.Equal(("sop.form.unknown", "sign"), (finding.Code, finding.ActivityId));
    }

    [Fact]
    public void SoundMachine_HasNoErrors() => Assert.Empty(Errors(Draft()));

    public static TheoryData<string, string> Edits => new()
    {
        { "role", "「签收」的岗位由「承办人」改为「团队主管」" },
        { "state", "「machine」新增状态「待补正」" },
        { "retarget", "「machine」里的「签收」由「待签收」到「已签收」的触发改到「待签收」到「已退回」的触发" },
        { "condition", "「machine」从「待签收」到「已签收」的条件由 （空） 改为 getCase().severity > 1" },
        { "swap", "「machine」里的「start」由状态「待签收」的进入动作改到状态「待签收」的离开动作" },
    };

    [Theory]
    [MemberData(nameof(Edits))]
    public void Edit_OfAStateMachine_IsToldInWords(string edit, string zh)
    {
        var before = Draft();
        var after = Draft(machine =>
        {
            switch (edit)
            {
                case "role":
                    Transition(machine)["trigger"]!["role"] = Text("team_lead");
                    break;
                case "state":
                    machine["states"]!.AsArray().Add(new JsonObject { ["name"] = "待补正" });
                    break;
                case "retarget":
                    Transition(machine)["to"] = "已退回";
                    break;
                case "condition":
                    Transition(machine)["condition"] = new JsonObject { ["typeName"] = "Boolean", ["expression"] = new JsonObject { ["type"] = "JavaScript", ["value"] = "getCase().severity > 1" } };
                    break;
                default:
                    var state = machine["states"]![0]!.AsObject();
                    state["exit"] = state["entry"]!.DeepClone();
                    state.Remove("entry");
                    break;
            }
        });

        Assert.Contains(zh, Told(before, after));
        Assert.DoesNotContain(Told(before, after), each => each.Contains("position", StringComparison.Ordinal));
    }

    [Fact]
    public void StateMovedOnTheCanvas_IsNoChange() =>
        Assert.Empty(Told(Draft(), Draft(machine => machine["states"]![0]!["metadata"] = new JsonObject { ["position"] = new JsonObject { ["x"] = 7 } })));

    [Fact]
    public void MergeMode_ThatMakesAStepRace_IsTold()
    {
        var draft = SopDraft.Sound().Json();
        draft["root"]!["activities"]![1]!["customProperties"] = new JsonObject { ["mergeMode"] = "Race" };

        Assert.Equal(["「work」的汇合方式设为「先到先走，其余作废」"], Told(SopDraft.Sound().Json(), draft));
    }

    [Theory]
    [InlineData("TokenBased", "流程图的推进方式由系统默认方式改为按令牌：汇合处怎样等待随之改变")]
    [InlineData("CounterBased", "流程图的推进方式由系统默认方式改为按到达计数：汇合处怎样等待随之改变")]
    public void ExecutionMode_OfTheDefinition_IsTold(string mode, string zh)
    {
        var draft = SopDraft.Sound().Json();
        draft["customProperties"]!["Flowchart:ExecutionMode"] = mode;

        Assert.Equal([zh], Told(SopDraft.Sound().Json(), draft));
    }

    private static List<string> Told(JsonObject before, JsonObject after) =>
        [.. DefinitionDiff.Between(SopDraft.Read(before), SopDraft.Read(after), CaseSimulator.Pack, CaseSimulator.Pack).Changes.Select(each => each.Sentence.Text.Zh)];

    private static IEnumerable<LintFinding> Errors(JsonObject draft) =>
        SopLint.Check(new() { Definition = SopDraft.Read(draft), Pack = CaseSimulator.Pack, MembersOf = _ => 2 }).Errors;

    private static JsonObject Transition(JsonObject machine) => machine["transitions"]![0]!.AsObject();

    /// <summary>Opened, then a machine that waits for a task to sign for something.</summary>
    private static JsonObject Draft(Action<JsonObject>? change = null)
    {
        var draft = SopDraft.Opened().Step("machine", "Elsa.StateMachine").Chain("open", "machine").Json();
        var machine = draft["root"]!["activities"]![1]!.AsObject();
        machine["initialState"] = "待签收";
        machine["states"] = new JsonArray(
            new JsonObject { ["name"] = "待签收", ["entry"] = Line("start") },
            new JsonObject { ["name"] = "已签收" },
            new JsonObject { ["name"] = "已退回" });
        machine["transitions"] = new JsonArray(new JsonObject { ["from"] = "待签收", ["to"] = "已签收", ["trigger"] = Task(), ["action"] = Line("tell") });
        change?.Invoke(machine);
        return draft;
    }

    private static JsonObject Task() => new()
    {
        ["id"] = "sign",
        ["type"] = "Sop.HumanTask",
        ["version"] = 1,
        ["name"] = "签收",
        ["form"] = Text("complaint-analysis"),
        ["role"] = Text("handler"),
        ["clock"] = Text("analysis"),
        ["outcomes"] = new JsonObject { ["typeName"] = "Object", ["expression"] = new JsonObject { ["type"] = "Object", ["value"] = "[\"analysed\"]" } },
    };

    private static JsonObject Line(string id) => new() { ["id"] = id, ["type"] = "Elsa.WriteLine", ["version"] = 1, ["name"] = id, ["text"] = Text(id) };

    private static JsonObject Text(string value) => new() { ["typeName"] = "String", ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = value } };
}
