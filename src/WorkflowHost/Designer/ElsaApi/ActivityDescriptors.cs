using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Sop.Activities;
using WorkflowHost.Workbench.Language;

namespace WorkflowHost.Designer.ElsaApi;

/// <summary>
/// Every activity type as Studio reads it, in the language of the current culture: those of the catalog, the workflows that may be used
/// as activities, one entry more for each other version that any stored definition names, and the placeholder of unknown types. Thread-safe.
/// </summary>
internal sealed class ActivityDescriptors(UsedActivityTypes used, PackChoices choices, DefinitionStore definitions, Texts texts)
{
    private const int LargeEditor = 1;

    private readonly ActivityCatalog _catalog = SopCatalog.Activities;
    private readonly ConcurrentDictionary<string, (string Key, byte[] Json)> _answers = [];

    /// <summary>The answer's JSON, UTF-8. Studio asks for it after every save, so it is made anew only when something changed.</summary>
    public async Task<byte[]> AnswerAsync(CancellationToken cancellation)
    {
        var offered = await choices.AllAsync(cancellation);
        var types = await used.AllAsync(cancellation);
        var workflows = definitions.UsableAsActivities();
        var key = string.Join(
            '\n',
            types.Order().Select(type => $"{type.Type} {type.Version}")
                .Concat(offered.SelectMany(list => list.Value.Select(each => $"{list.Key} {each}")))
                .Concat(workflows.Select(each => $"{each.TypeName} {each.CustomProperties["WorkflowDefinitionVersionId"]} {each.IsBrowsable}")));
        var culture = CultureInfo.CurrentUICulture.Name;
        if (_answers.TryGetValue(culture, out var known) && known.Key == key)
        {
            return known.Json;
        }

        var items = new JsonArray([.. All(types, workflows, offered)]);
        var json = JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["items"] = items, ["count"] = items.Count }, ElsaJson.Options);
        _answers[culture] = (key, json);
        return json;
    }

    /// <summary>The editor settings of one input, or null when there is no such input.</summary>
    public async Task<JsonObject?> OptionsAsync(string typeName, string inputName, CancellationToken cancellation) =>
        (_catalog.Find(typeName)?.Descriptor ?? definitions.UsableAsActivities().LastOrDefault(each => each.TypeName == typeName))?.Inputs.FirstOrDefault(input => string.Equals(input.Name, inputName, StringComparison.OrdinalIgnoreCase)) is { } input
            ? Specifications(input, await choices.AllAsync(cancellation)) ?? []
            : null;

    private IEnumerable<JsonObject> All(
        IReadOnlySet<(string Type, int Version)> types, IReadOnlyList<ActivityDescriptor> workflows, IReadOnlyDictionary<string, IReadOnlyList<Choice>> offered)
    {
        foreach (var descriptor in _catalog.Descriptors)
        {
            yield return Of(descriptor, offered);
            // The catalog's one version serves every version that definitions name, but Studio looks for the exact one.
            foreach (var (_, version) in types.Where(type => type.Type == descriptor.TypeName && type.Version != descriptor.Version))
            {
                yield return Of(descriptor with { Version = version, IsBrowsable = false }, offered);
            }
        }

        foreach (var versions in workflows.GroupBy(each => each.TypeName, StringComparer.Ordinal))
        {
            foreach (var descriptor in versions)
            {
                yield return Of(descriptor, offered);
            }

            // Where a version is missing the highest runs, and is what is shown.
            foreach (var (_, version) in types.Where(type => type.Type == versions.Key && versions.All(each => each.Version != type.Version)))
            {
                yield return Of(versions.Last() with { Version = version, IsBrowsable = false }, offered);
            }
        }

        yield return Of(NotFound(), offered);
    }

    private JsonObject Of(ActivityDescriptor descriptor, IReadOnlyDictionary<string, IReadOnlyList<Choice>> offered)
    {
        var dot = descriptor.TypeName.LastIndexOf('.');
        return new()
        {
            ["typeName"] = descriptor.TypeName,
            ["namespace"] = descriptor.TypeName[..Math.Max(dot, 0)],
            ["name"] = NameOf(descriptor, descriptor.TypeName[(dot + 1)..]),
            ["version"] = descriptor.Version,
            ["category"] = In(descriptor.Category),
            ["displayName"] = In(descriptor.DisplayName),
            ["description"] = In(descriptor.Description),
            ["kind"] = descriptor.Kind.ToString(),
            ["inputs"] = new JsonArray([.. descriptor.Inputs.Select((input, index) => Of(input, index, offered))]),
            ["outputs"] = new JsonArray([.. descriptor.Outputs.Select(Of)]),
            ["ports"] = new JsonArray([.. descriptor.Ports.Select(Of), .. DoneOf(descriptor)]),
            ["isContainer"] = descriptor.IsContainer,
            ["isBrowsable"] = descriptor.IsBrowsable && descriptor.TypeName != "Elsa.Flowchart",
            ["isStart"] = descriptor.IsStart,
            ["isTerminal"] = descriptor.IsTerminal,
            ["customProperties"] = Members(descriptor.CustomProperties),
            ["constructionProperties"] = Defaults(descriptor),
        };
    }

    /// <summary>
    /// Studio names a dropped step by it, with a number, and people read that name on their tasks. English display names have spaces and
    /// articles of their own, so there the type's name reads better.
    /// </summary>
    private static string NameOf(ActivityDescriptor descriptor, string typeName) =>
        CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh" ? In(descriptor.DisplayName) : typeName;

    /// <summary>The one outcome of a type that lists none. Studio would draw it by itself, but in English.</summary>
    private static IEnumerable<JsonObject> DoneOf(ActivityDescriptor descriptor)
    {
        if (!descriptor.IsTerminal && descriptor.Ports.All(port => port.Kind != PortKind.Flow) && descriptor.Inputs.All(input => input.UiHint != "dynamic-outcomes"))
        {
            yield return Of(new PortDescriptor("Done", ("Done", "完成")));
        }
    }

    private static JsonObject Of(InputDescriptor input, int index, IReadOnlyDictionary<string, IReadOnlyList<Choice>> offered) => new()
    {
        ["name"] = input.Name,
        ["typeName"] = input.TypeName,
        ["displayName"] = In(input.DisplayName),
        ["description"] = In(input.Description),
        ["order"] = input.Order == 0 ? index : input.Order,
        ["isBrowsable"] = true,
        ["isWrapped"] = input.IsWrapped,
        ["uiHint"] = input.UiHint,
        ["uiSpecifications"] = Specifications(input, offered),
        ["defaultValue"] = DefaultOf(input),
        ["defaultSyntax"] = input.DefaultSyntax,
        ["category"] = input.Category is { } heading ? In(heading) : null,
        ["isReadOnly"] = false,
        ["isSensitive"] = input.IsSensitive,
        ["isSynthetic"] = false,
        ["storageDriverType"] = null,
    };

    private static JsonObject Of(OutputDescriptor output) => new()
    {
        ["name"] = output.Name,
        ["typeName"] = output.TypeName,
        ["displayName"] = In(output.DisplayName),
        ["description"] = In(output.Description),
        ["isBrowsable"] = true,
    };

    private static JsonObject Of(PortDescriptor port) => new()
    {
        ["name"] = port.Name,
        ["displayName"] = In(port.DisplayName),
        ["type"] = port.Kind.ToString(),
        ["isBrowsable"] = port.IsBrowsable,
    };

    private static JsonObject? Specifications(InputDescriptor input, IReadOnlyDictionary<string, IReadOnlyList<Choice>> offered)
    {
        var items = input.ChoicesFrom is { } list && offered.TryGetValue(list, out var found)
            ? found
            : [.. input.Choices.Select(choice => new Choice(In(choice.Text), choice.Value))];
        return input.UiHint switch
        {
            // An empty entry first: a value once chosen could not be taken back otherwise.
            "dropdown" => new() { ["dropdown"] = new JsonObject { ["selectList"] = Selection([new("—", ""), .. items], ["sortItems"]) } },
            "radiolist" => new() { ["radiolist"] = new JsonObject { ["radioList"] = Selection(items, []) } },
            "checklist" => new() { ["checklist"] = new JsonObject { ["checkList"] = Selection(items, []) } },
            "dynamic-outcomes" => new() { ["DynamicOutcomesOptions"] = new JsonObject { ["fixedOutcomes"] = new JsonArray([.. input.FixedOutcomes.Select(outcome => JsonValue.Create(outcome))]) } },
            // The height by its number: Studio dies of its name.
            "code-editor" => new() { ["code-editor"] = new JsonObject { ["language"] = "javascript", ["editorHeight"] = LargeEditor, ["singleLineMode"] = false } },
            _ => null,
        };
    }

    private static string In(BilingualText text) => text.In(CultureInfo.CurrentUICulture.Name);

    private static JsonObject Selection(IReadOnlyList<Choice> items, string[] falseFlags)
    {
        var list = new JsonObject
        {
            ["items"] = new JsonArray([.. items.Select(item => new JsonObject { ["text"] = item.Text, ["value"] = item.Value, ["isChecked"] = false })]),
            ["isFlagsEnum"] = false,
        };
        foreach (var flag in falseFlags)
        {
            list[flag] = false;
        }

        return list;
    }

    /// <summary>Studio writes no defaults by itself, and a task without outcomes has no port to draw a connection from.</summary>
    private static JsonObject Defaults(ActivityDescriptor descriptor)
    {
        var defaults = Members(descriptor.ConstructionProperties);
        foreach (var input in descriptor.Inputs.Where(input => input.UiHint == "dynamic-outcomes"))
        {
            defaults[JsonNamingPolicy.CamelCase.ConvertName(input.Name)] = new JsonObject
            {
                ["typeName"] = input.TypeName,
                ["expression"] = new JsonObject { ["type"] = "Object", ["value"] = "[\"Done\"]" },
            };
        }

        return defaults;
    }

    private static JsonObject Members(IReadOnlyDictionary<string, object> properties) =>
        new(properties.Select(each => KeyValuePair.Create(each.Key, JsonSerializer.SerializeToNode(each.Value))));

    private static JsonNode? DefaultOf(InputDescriptor input) => input.DefaultValue switch
    {
        null => null,
        bool value => value,
        string value => value,
        IConvertible value => JsonValue.Create(value.ToDouble(CultureInfo.InvariantCulture)),
        var value => value.ToString(),
    };

    private ActivityDescriptor NotFound() => new(NotFoundPlaceholder.TypeName, "Elsa", texts["designer.unknown_activity"], texts["designer.unknown_activity.text"])
    {
        IsBrowsable = false,
        Inputs =
        [
            new("MissingTypeName", "String", texts["designer.unknown_activity.type"], "") { IsWrapped = false },
        ],
    };
}
