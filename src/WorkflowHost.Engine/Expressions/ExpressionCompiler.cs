using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.Scripting;
using WorkflowHost.Engine.Templates;
using WorkflowHost.Engine.Values;

namespace WorkflowHost.Engine.Expressions;

/// <summary>The seam between the engine and expression languages: turns <c>{"type","value"}</c> into a compiled expression.</summary>
internal static class ExpressionCompiler
{
    /// <summary>Compiles an expression; on a fault it is reported and a null literal returned, so that compiling can go on.</summary>
    public static Expression Compile(JsonObject expression, string path, CompileReport report)
    {
        var type = expression["type"] is JsonValue value && value.TryGetValue(out string? text) ? text : "Literal";
        var content = expression["value"];
        var contentPath = JsonLocator.Member(path, "value");
        switch (type)
        {
            case "Literal":
                return new LiteralExpression(Literal(content));
            case "Object" or "Json":
                return new LiteralExpression(ValueText.Of(Literal(content)) is { } json && !string.IsNullOrWhiteSpace(json) ? json : null);
            case "Variable":
                return Reference(content, "id", contentPath, report) is { } id ? new VariableExpression(id) : LiteralExpression.Null;
            case "Input":
                return Input(content, contentPath, report);
            case "Output":
                return Output(content, contentPath, report);
            case "JavaScript":
                return Script(content, contentPath, report);
            case "Liquid":
                return Template(content, contentPath, report);
            default:
                report.Fault(DefinitionFaultCodes.ExpressionType, JsonLocator.Member(path, "type"), $"Expressions of type \"{type}\" are not run here; use Literal, Object, Variable, Input, Output, JavaScript or Liquid.", ("type", type));
                return LiteralExpression.Null;
        }
    }

    /// <summary>Scalars as they are, numbers as decimal; objects and arrays as their text, since a literal is never a live object.</summary>
    public static object? Literal(JsonNode? content) => content switch
    {
        JsonValue value when value.GetValueKind() == JsonValueKind.Number =>
            decimal.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : JsonValues.Number(value),
        JsonValue value => JsonValues.Unwrap(value),
        null => null,
        _ => ValueText.Json(content),
    };

    private static Expression Input(JsonNode? content, string path, CompileReport report)
    {
        if (Unpacked(content) is JsonValue plain && plain.GetValueKind() == JsonValueKind.String && JsonValues.Text(plain) is { Length: > 0 } text)
        {
            // As in Elsa, which reads the definition of an input only.
            report.Warn(DefinitionFaultCodes.InputInvalid, path, $"An input is referred to by an object such as {{\"name\": \"{text}\"}}; a plain text gives no value.");
            return LiteralExpression.Null;
        }

        return Reference(content, "name", path, report) is { } name ? new InputExpression(name) : LiteralExpression.Null;
    }

    private static Expression Output(JsonNode? content, string path, CompileReport report)
    {
        if (OutputExpression.Read(Unpacked(content)) is { } output)
        {
            return output;
        }

        if (content is not null)
        {
            report.Fault(DefinitionFaultCodes.InputInvalid, path, "Expected the output of an activity: an object with \"activityId\" and \"outputName\", or a text such as \"ask.StatusCode\".");
        }

        return LiteralExpression.Null;
    }

    private static Expression Script(JsonNode? content, string path, CompileReport report)
    {
        if (TextOf(content, path, report) is not { } source)
        {
            return LiteralExpression.Null;
        }

        try
        {
            return JavaScriptExpression.Parse(source);
        }
        catch (ExpressionSyntaxException error)
        {
            report.Fault(DefinitionFaultCodes.ExpressionSyntax, path, error.Message);
            return LiteralExpression.Null;
        }
    }

    private static Expression Template(JsonNode? content, string path, CompileReport report)
    {
        if (TextOf(content, path, report) is not { } source)
        {
            return LiteralExpression.Null;
        }

        try
        {
            var template = LiquidExpression.Parse(source);
            foreach (var filter in template.UnknownFilters)
            {
                // As in Elsa, where a value passes such a filter unchanged.
                report.Warn(DefinitionFaultCodes.ExpressionSyntax, path, $"There is no Liquid filter '{filter}', so it does nothing. Use one of: {string.Join(", ", LiquidTemplate.KnownFilters.Order(StringComparer.Ordinal))}.", ("filter", filter));
            }

            return template;
        }
        catch (ExpressionSyntaxException error)
        {
            report.Fault(DefinitionFaultCodes.ExpressionSyntax, path, error.Message);
            return LiteralExpression.Null;
        }
    }

    private static string? TextOf(JsonNode? content, string path, CompileReport report)
    {
        if (content is null)
        {
            return "";
        }

        if (content is JsonValue value && value.GetValueKind() == JsonValueKind.String)
        {
            return JsonValues.Text(value);
        }

        report.Fault(DefinitionFaultCodes.InputInvalid, path, "A script or template must be a text.");
        return null;
    }

    // Elsa Studio writes the referenced variable or input as an object or as a text that holds that object.
    private static string? Reference(JsonNode? content, string key, string path, CompileReport report)
    {
        switch (Unpacked(content))
        {
            case null:
                return null;
            case JsonObject reference when reference[key] is JsonValue name && name.GetValueKind() == JsonValueKind.String:
                return JsonValues.Text(name);
            case JsonValue name when name.GetValueKind() == JsonValueKind.String && JsonValues.Text(name).Length > 0:
                return JsonValues.Text(name);
            default:
                report.Fault(DefinitionFaultCodes.InputInvalid, path, $"Expected an object with a text \"{key}\".");
                return null;
        }
    }

    private static JsonNode? Unpacked(JsonNode? content) =>
        content is JsonValue value && value.GetValueKind() == JsonValueKind.String
            ? JsonTexts.TryParse(JsonValues.Text(value)) ?? content
            : content;
}
