using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;

namespace WorkflowHost.Engine.Tests.Definitions;

/// <summary>Definitions of any shape Elsa's designers, APIs and people by hand have written; the same seed gives the same one.</summary>
internal sealed class RandomDefinition(int seed)
{
    private static readonly ActivityCatalog Catalog = ActivityCatalog.Standard();
    private static readonly string[] Types = [.. Catalog.Descriptors.Select(each => each.TypeName), "Acme.Robot", "CheckUp", "Elsa.Workflow"];
    private static readonly string[] Texts = ["", "a", "理赔", "0.95", "False", "[\"A\",\"B\"]", "{\"a\":1}", "名 前\n", "\\$x", "00:01:00", "2026-03-16T10:00:00+08:00"];
    private static readonly string[] Languages = ["Literal", "Object", "Json", "JavaScript", "Liquid", "Variable", "Input", "Output"];

    private readonly Random _random = new(seed);
    private int _ids;

    public JsonObject Create()
    {
        var definition = new JsonObject { ["id"] = "v" + seed, ["definitionId"] = "d" + seed, ["name"] = Text(), ["root"] = Activity(3) };
        Sometimes(() => definition["version"] = _random.Next(1, 9));
        Sometimes(() => definition["$schema"] = "https://elsaworkflows.io/schemas/workflow-definition/v3.0.0/schema.json");
        Sometimes(() => definition["links"] = new JsonArray(Data(1)));
        Sometimes(() => definition["outcomes"] = Maybe(new JsonArray("Done", Text())));
        Sometimes(() => definition["options"] = Maybe(new JsonObject { ["usableAsActivity"] = _random.Next(2) == 0, ["own"] = Data(1) }));
        Sometimes(() => definition["customProperties"] = Maybe(new JsonObject { ["x"] = Data(2) }));
        Sometimes(() => definition["inputs"] = new JsonArray(new JsonObject { ["name"] = "in" + seed, ["type"] = "Int32" }));
        Sometimes(() => definition["outputs"] = Maybe(new JsonArray(new JsonObject { ["name"] = "out", ["type"] = "String" })));
        Sometimes(() => definition["variables"] = Maybe(Variables()));
        Sometimes(() => definition["own" + _random.Next(9)] = Data(3));
        return definition;
    }

    private JsonObject Activity(int depth)
    {
        var type = depth > 0 && _random.Next(2) == 0 ? "Elsa.Flowchart" : Types[_random.Next(Types.Length)];
        var activity = new JsonObject { ["id"] = "a" + _ids++.ToString(CultureInfo.InvariantCulture), ["type"] = type };
        Sometimes(() => activity["version"] = 1);
        Sometimes(() => activity["nodeId"] = "stale");
        Sometimes(() => activity["name"] = Maybe(Text()));
        Sometimes(() => activity["metadata"] = Maybe(new JsonObject { ["designer"] = Data(2) }));
        Sometimes(() => activity["customProperties"] = Maybe(new JsonObject { ["canStartWorkflow"] = _random.Next(3) == 0, ["own"] = Data(1) }));
        Sometimes(() => activity["variables"] = Maybe(Variables()));
        for (var i = _random.Next(4); i > 0; i--)
        {
            activity[PropertyOf(type)] = _random.Next(4) == 0 ? Data(2) : Input();
        }

        if (depth > 0)
        {
            Children(activity, depth);
        }

        return activity;
    }

    private void Children(JsonObject activity, int depth)
    {
        Sometimes(() => activity["then"] = Activity(depth - 1));
        Sometimes(() => activity["cases"] = new JsonArray(new JsonObject { ["label"] = Text(), ["activity"] = Activity(depth - 1) }));
        if ((string?)activity["type"] is not "Elsa.Flowchart")
        {
            return;
        }

        var children = Enumerable.Range(0, _random.Next(4)).Select(_ => Activity(depth - 1)).ToArray();
        activity["activities"] = new JsonArray([.. children]);
        activity["connections"] = Maybe(new JsonArray([.. Enumerable.Range(0, _random.Next(4)).Select(_ => Connection(children))]));
    }

    private JsonObject Connection(JsonObject[] nodes)
    {
        string Id() => nodes.Length == 0 || _random.Next(5) == 0 ? "gone" : (string)nodes[_random.Next(nodes.Length)]["id"]!;
        var connection = _random.Next(3) switch
        {
            0 => new JsonObject { ["source"] = new JsonObject { ["activity"] = Id() }, ["target"] = new JsonObject { ["activity"] = Id(), ["port"] = "In" } },
            1 => new JsonObject { ["source"] = Id(), ["target"] = Id(), ["sourcePort"] = "True" },
            _ => new JsonObject { ["Source"] = new JsonObject { ["Activity"] = Id(), ["Port"] = "Done" }, ["Target"] = new JsonObject { ["Activity"] = Id() } },
        };
        Sometimes(() => connection["vertices"] = Maybe(new JsonArray(new JsonObject { ["x"] = 1.50, ["y"] = -3 })));
        Sometimes(() => connection["label"] = Text());
        return connection;
    }

    private JsonArray Variables() => new([.. Enumerable.Range(0, _random.Next(3)).Select(i => new JsonObject
    {
        ["id"] = $"var{_ids++}",
        ["name"] = $"var{_ids}",
        ["typeName"] = new[] { "String", "Object", "Int32", "Decimal" }[_random.Next(4)],
        ["isArray"] = false,
        ["value"] = null,
    })]);

    private JsonObject Input()
    {
        var input = new JsonObject { ["expression"] = new JsonObject { ["type"] = Languages[_random.Next(Languages.Length)], ["value"] = Maybe(Text()) } };
        Sometimes(() => input["typeName"] = Maybe("String"));
        Sometimes(() => input["memoryReference"] = Maybe(new JsonObject { ["id"] = "m" }));
        return input;
    }

    private JsonNode? Data(int depth) => _random.Next(depth > 0 ? 7 : 5) switch
    {
        0 => null,
        1 => _random.Next(2) == 0,
        2 => _random.Next(-9, 9) / 4.0,
        3 => JsonNode.Parse(new[] { "1.50", "1e3", "0", "-0.0", "12345678901234567890" }[_random.Next(5)]),
        4 => Text(),
        5 => new JsonArray(Data(depth - 1), Data(depth - 1)),
        _ => new JsonObject { [Property()] = Data(depth - 1), ["o"] = Data(depth - 1) },
    };

    private string PropertyOf(string type) =>
        _random.Next(4) > 0 && Catalog.Find(type)?.Descriptor.Inputs is { Count: > 0 } inputs
            ? JsonNamingPolicy.CamelCase.ConvertName(inputs[_random.Next(inputs.Count)].Name)
            : Property();

    private string Property() => new[] { "text", "condition", "value", "own", "items", "投诉", "the name", "path" }[_random.Next(8)];

    private string Text() => Texts[_random.Next(Texts.Length)];

    private JsonNode? Maybe(JsonNode? node) => _random.Next(5) == 0 ? null : node;

    private void Sometimes(Action action)
    {
        if (_random.Next(2) == 0)
        {
            action();
        }
    }
}
