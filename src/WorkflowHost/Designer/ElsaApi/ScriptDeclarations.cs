using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Forms;
using WorkflowHost.Workbench.Language;

namespace WorkflowHost.Designer.ElsaApi;

/// <summary>What a script of a workflow may call, as TypeScript declarations from which the editor completes and explains.</summary>
internal sealed class ScriptDeclarations(SopPackSource packs, Texts texts)
{
    private const string Functions = """
        declare function getVariable(name: string): any;
        declare function setVariable(name: string, value: any): void;
        declare function getInput(name: string): any;
        declare function getLastResult(): any;
        declare function getWorkflowDefinitionId(): string;
        declare function getWorkflowDefinitionVersion(): number;
        declare function getWorkflowDefinitionVersionId(): string;
        declare function getWorkflowInstanceId(): string;
        declare function getCorrelationId(): string | null;
        declare function setCorrelationId(value: string): void;
        declare function getWorkflowInstanceName(): string | null;
        declare function setWorkflowInstanceName(value: string): void;
        declare function isNullOrEmpty(value: string | null): boolean;
        declare function isNullOrWhiteSpace(value: string | null): boolean;
        declare function toJson(value: any): string;
        declare function newGuid(): any;
        declare function newGuidString(): string;
        declare function newShortGuid(): string;
        declare function stringToBase64(value: string): string;
        declare function stringFromBase64(value: string): string;
        declare function setOutcome(outcome: string): void;
        declare function setOutcomes(outcomes: string[]): void;

        """;

    private const string Info = """
        interface CaseInfo {
          number: string;
          status: "Open" | "Closed" | "Ended";
          stage: string | null;
          isRevisitPlanned: boolean;
          links: any;
          clocks: any;
        }

        """;

    public string Of(JsonObject document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var text = new StringBuilder(Functions);
        DeclareOutputs(text, document);
        var variables = VariablesIn(document).DistinctBy(variable => variable.Name).ToList();
        text.AppendLine("interface WorkflowVariables {");
        foreach (var (name, type) in variables)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {Member(name)}: {type};\n");
        }

        text.AppendLine("}\ndeclare const variables: WorkflowVariables;");
        foreach (var (name, type) in variables.Where(variable => IsIdentifier(variable.Name)))
        {
            text.Append(CultureInfo.InvariantCulture, $"declare function get{Pascal(name)}(): {type};\ndeclare function set{Pascal(name)}(value: {type}): void;\n");
        }

        foreach (var (name, type) in Named(document["inputs"], "type").Where(input => IsIdentifier(input.Name)))
        {
            text.Append(CultureInfo.InvariantCulture, $"declare function get{Pascal(name)}(): {type};\n");
        }

        if (document["customProperties"] is JsonObject custom && custom["sop"] is JsonObject)
        {
            DeclareCase(text, FormsOf(document));
        }

        return text.ToString();
    }

    /// <summary>The steps by id, each with its name, so that one need not be looked up on the canvas; any other text is taken too.</summary>
    private static void DeclareOutputs(StringBuilder text, JsonObject document)
    {
        foreach (var (id, name) in ActivityTree.All(document["root"]).Select(step => (step.Text("id"), step.Text("name"))).Where(step => step.Item1 is not null))
        {
            text.Append(CultureInfo.InvariantCulture, $"/** {Comment(name ?? id!)} */\ndeclare function getOutputFrom(activity: {JsonValue.Create(id)!.ToJsonString()}, outputName?: string): any;\n");
        }

        text.AppendLine("declare function getOutputFrom(activityIdOrName: string, outputName?: string): any;");
    }

    /// <summary>The forms that the SOP names; all of the pack where a script chooses one.</summary>
    private IEnumerable<FormDefinition> FormsOf(JsonObject document)
    {
        var named = new HashSet<string>(StringComparer.Ordinal);
        if ((document["customProperties"]?["sop"] as JsonObject)?.Text("openForm") is { } opening)
        {
            named.Add(opening);
        }

        foreach (var step in ActivityTree.All(document["root"]))
        {
            if (step["form"] is JsonObject form && form["expression"] is JsonObject expression)
            {
                if (expression.Text("type") is not (null or "Literal"))
                {
                    return packs.Current.Forms.Values;
                }

                named.Add(expression.Text("value") ?? "");
            }

            // The call of a revisit is asked by a form of its policy, which more than one step may lead to.
            if (step.Text("type") is "Sop.PlanRevisit" or "Sop.NextRevisit")
            {
                named.UnionWith(packs.Current.RevisitPolicies.Values.Select(policy => policy.FormId));
            }
        }

        return packs.Current.Forms.Values.Where(form => named.Contains(form.Id));
    }

    /// <summary>The fields of the case, each with its label, so that nobody has to know them by heart.</summary>
    private void DeclareCase(StringBuilder text, IEnumerable<FormDefinition> forms)
    {
        var fields = forms.SelectMany(form => form.Fields).DistinctBy(field => field.Name).ToDictionary(field => field.Name, StringComparer.Ordinal);
        text.AppendLine("interface CaseFields {");
        foreach (var field in fields.Values)
        {
            text.Append(CultureInfo.InvariantCulture, $"  /** {Comment(field.Label.In(CultureInfo.CurrentUICulture))} */\n  {Member(field.Name)}?: {TypeOf(field.Type)};\n");
        }

        foreach (var (name, label) in packs.Current.CaseFacts.Where(fact => !fields.ContainsKey(fact.Key)))
        {
            text.Append(CultureInfo.InvariantCulture, $"  /** {Comment(label.In(CultureInfo.CurrentUICulture))} */\n  {Member(name)}?: any;\n");
        }

        text.AppendLine("}");
        text.Append(CultureInfo.InvariantCulture, $"/** {Comment(texts["designer.script.case"])} */\ndeclare function get{CaseData.AmbientName}(): CaseFields;\n");
        text.Append(CultureInfo.InvariantCulture, $"/** {Comment(texts["designer.script.case_info"])} */\ndeclare function get{CaseData.InfoName}(): CaseInfo;\n");
        text.Append(Info);
    }

    private static string TypeOf(FieldType type) => type switch
    {
        FieldType.Bool => "boolean",
        FieldType.Number or FieldType.Money or FieldType.Rating => "number",
        FieldType.MultiChoice => "string[]",
        FieldType.Rows => "any[]",
        _ => "string",
    };

    private static IEnumerable<(string Name, string Type)> VariablesIn(JsonNode? node) => node switch
    {
        JsonObject members => Named(members["variables"], "typeName").Concat(members.SelectMany(member => VariablesIn(member.Value))),
        JsonArray elements => elements.SelectMany(VariablesIn),
        _ => [],
    };

    private static IEnumerable<(string Name, string Type)> Named(JsonNode? list, string typeProperty) =>
        from item in (list as JsonArray ?? []).OfType<JsonObject>()
        let name = item["name"] is JsonValue value && value.TryGetValue(out string? text) ? text : null
        where !string.IsNullOrEmpty(name)
        let type = ScriptType(item[typeProperty] is JsonValue declared && declared.TryGetValue(out string? named) ? named : null)
        select (name, item["isArray"] is JsonValue flag && flag.TryGetValue(out bool isArray) && isArray ? type + "[]" : type);

    private static string ScriptType(string? typeName) => typeName switch
    {
        "String" or "Guid" or "TimeSpan" => "string",
        "Boolean" => "boolean",
        "Int32" or "Int64" or "Double" or "Decimal" => "number",
        "DateTime" or "DateTimeOffset" => "Date",
        _ => "any",
    };

    private static string Member(string name) => IsIdentifier(name) ? name : JsonValue.Create(name).ToJsonString();

    private static bool IsIdentifier(string name) => name.Length > 0 && (char.IsLetter(name[0]) || name[0] == '_') && name.All(c => char.IsLetterOrDigit(c) || c == '_');

    private static string Pascal(string name) => char.ToUpperInvariant(name[0]) + name[1..];

    private static string Comment(string text) => text.Replace("*/", "* /", StringComparison.Ordinal);
}
