using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
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
        declare function getOutputFrom(activityIdOrName: string, outputName?: string): any;
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

    public string Of(JsonObject document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var text = new StringBuilder(Functions);
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
            DeclareCase(text);
        }

        return text.ToString();
    }

    /// <summary>The fields of the case, each with its label, so that nobody has to know them by heart.</summary>
    private void DeclareCase(StringBuilder text)
    {
        text.AppendLine("interface CaseFields {");
        foreach (var field in packs.Current.Forms.Values.SelectMany(form => form.Fields).DistinctBy(field => field.Name))
        {
            text.Append(CultureInfo.InvariantCulture, $"  /** {Comment(field.Label.In(CultureInfo.CurrentUICulture))} */\n  {Member(field.Name)}?: {TypeOf(field.Type)};\n");
        }

        foreach (var (name, label) in packs.Current.CaseFacts)
        {
            text.Append(CultureInfo.InvariantCulture, $"  /** {Comment(label.In(CultureInfo.CurrentUICulture))} */\n  {Member(name)}?: any;\n");
        }

        text.AppendLine("}");
        text.Append(CultureInfo.InvariantCulture, $"/** {Comment(texts["designer.script.case"])} */\ndeclare function get{CaseData.AmbientName}(): CaseFields;\n");
        text.Append(CultureInfo.InvariantCulture, $"/** {Comment(texts["designer.script.case_info"])} */\ndeclare function get{CaseData.InfoName}(): any;\n");
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
