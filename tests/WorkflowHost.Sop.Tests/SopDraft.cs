using System.Text;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Sop.Activities;

namespace WorkflowHost.Sop.Tests;

/// <summary>Draws a small SOP on the complaint pack, one flowchart, as a process owner would.</summary>
internal sealed class SopDraft
{
    private readonly JsonArray _activities = [];
    private readonly JsonArray _connections = [];

    public int Version { get; init; } = 1;

    public bool IsSop { get; init; } = true;

    /// <summary>Begins with OpenCase as the step <c>open</c>.</summary>
    public static SopDraft Opened(int version = 1) => new SopDraft { Version = version }.Step("open", "Sop.OpenCase", ("stage", "intake"));

    /// <summary>One task after opening, ended by closing the case: nothing to complain about.</summary>
    public static SopDraft Sound(int version = 1) => Opened(version)
        .Task("work", "handler", "analysis", "analysed", "fraud")
        .Step("close", "Sop.CloseCase", ("closeType", "satisfied"))
        .Step("finish", "Elsa.Finish")
        .Connect("open", "Done", "work")
        .Connect("work", "analysed", "close")
        .Connect("work", "fraud", "close")
        .Connect("close", "Done", "finish");

    /// <summary>A human task with the analysis form.</summary>
    public SopDraft Task(string id, string role, string clock, params string[] outcomes) =>
        Step(id, "Sop.HumanTask", ("form", "complaint-analysis"), ("role", role), ("clock", clock), ("outcomes", outcomes));

    /// <summary>An activity; a text beginning with <c>=</c> is JavaScript, with <c>~</c> Liquid, a list of texts an Object.</summary>
    public SopDraft Step(string id, string type, params (string Name, object Value)[] inputs)
    {
        var activity = new JsonObject { ["id"] = id, ["type"] = type, ["version"] = 1, ["name"] = id };
        foreach (var (name, value) in inputs)
        {
            activity[name] = value is JsonNode raw ? raw : Input(value);
        }

        _activities.Add(activity);
        return this;
    }

    public SopDraft Connect(string from, string port, string to)
    {
        _connections.Add(new JsonObject
        {
            ["source"] = new JsonObject { ["activity"] = from, ["port"] = port },
            ["target"] = new JsonObject { ["activity"] = to, ["port"] = "In" },
            ["vertices"] = new JsonArray(),
        });
        return this;
    }

    /// <summary>Connects a chain through <c>Done</c>.</summary>
    public SopDraft Chain(params string[] ids)
    {
        for (var i = 1; i < ids.Length; i++)
        {
            Connect(ids[i - 1], "Done", ids[i]);
        }

        return this;
    }

    public JsonObject Json()
    {
        var document = new JsonObject
        {
            ["id"] = $"draft-v{Version}",
            ["definitionId"] = "draft",
            ["version"] = Version,
            ["name"] = "草稿",
            ["variables"] = new JsonArray(),
            ["root"] = new JsonObject
            {
                ["id"] = "flow",
                ["type"] = "Elsa.Flowchart",
                ["version"] = 1,
                ["activities"] = _activities.DeepClone(),
                ["connections"] = _connections.DeepClone(),
            },
        };
        if (IsSop)
        {
            document["customProperties"] = new JsonObject
            {
                ["sop"] = new JsonObject
                {
                    ["nameZh"] = "草稿",
                    ["nameEn"] = "Draft",
                    ["openForm"] = "complaint-open",
                    ["calendar"] = "cn",
                    ["stages"] = new JsonArray(new JsonObject { ["code"] = "intake", ["zh"] = "受理", ["en"] = "Intake" }),
                },
            };
        }

        return document;
    }

    public WorkflowDefinition Definition() => Read(Json());

    /// <summary>With a changed profile.</summary>
    public WorkflowDefinition Definition(Action<JsonObject> profile)
    {
        var json = Json();
        profile((JsonObject)json["customProperties"]!["sop"]!);
        return Read(json);
    }

    public WorkflowProgram Program() => Compile(Definition());

    public static WorkflowDefinition Read(JsonObject json)
    {
        var reading = WorkflowDefinition.Read(Encoding.UTF8.GetBytes(json.ToJsonString()));
        Assert.Empty(reading.Faults);
        return reading.Definition!;
    }

    public static WorkflowProgram Compile(WorkflowDefinition definition)
    {
        var compilation = SopCatalog.Compiler().Compile(definition);
        Assert.Empty(compilation.Faults);
        return compilation.Program!;
    }

    private static JsonObject Input(object value)
    {
        var (type, content) = value switch
        {
            string text when text.StartsWith('=') => ("JavaScript", JsonValue.Create(text[1..])),
            string text when text.StartsWith('~') => ("Liquid", JsonValue.Create(text[1..])),
            string text => ("Literal", JsonValue.Create(text)),
            IEnumerable<string> list => ("Object", JsonValue.Create(new JsonArray([.. list.Select(each => JsonValue.Create(each))]).ToJsonString())),
            bool flag => ("Literal", JsonValue.Create(flag)),
            _ => throw new ArgumentException($"No input of {value.GetType()}."),
        };
        return new JsonObject { ["typeName"] = "Object", ["expression"] = new JsonObject { ["type"] = type, ["value"] = content } };
    }
}
