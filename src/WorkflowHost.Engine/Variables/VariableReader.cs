using System.Text.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.Values;

namespace WorkflowHost.Engine.Variables;

/// <summary>Reads the <c>variables</c> of a workflow or container.</summary>
internal static class VariableReader
{
    public static IReadOnlyList<VariableDeclaration> Read(JsonNode? json, string path, CompileReport report)
    {
        if (json is null)
        {
            return [];
        }

        if (json is not JsonArray items)
        {
            report.Fault(DefinitionFaultCodes.JsonShape, path, "\"variables\" must be an array.");
            return [];
        }

        var declarations = new List<VariableDeclaration>();
        for (var i = 0; i < items.Count; i++)
        {
            var itemPath = JsonLocator.Element(path, i);
            if (Read(items[i] as JsonObject, itemPath, report) is not { } declaration)
            {
                continue;
            }

            if (declarations.Exists(each => each.Id == declaration.Id || each.Name == declaration.Name))
            {
                report.Fault(DefinitionFaultCodes.VariableInvalid, itemPath, $"Another variable here has the id \"{declaration.Id}\" or the name \"{declaration.Name}\" already.");
            }

            declarations.Add(declaration);
        }

        return declarations;
    }

    private static VariableDeclaration? Read(JsonObject? json, string path, CompileReport report)
    {
        if (json is null)
        {
            report.Fault(DefinitionFaultCodes.JsonShape, path, "A variable must be an object.");
            return null;
        }

        var name = ProgramBuilder.Text(json, "name");
        if (name is null)
        {
            report.Fault(DefinitionFaultCodes.VariableInvalid, path, "A variable must have a \"name\".");
            return null;
        }

        var id = ProgramBuilder.Text(json, "id") ?? name;
        if (!DeclaredType.TryRead(json, "typeName", out var type))
        {
            report.Fault(
                DefinitionFaultCodes.VariableType,
                JsonLocator.Member(path, "typeName"),
                $"The variable \"{name}\" has the unknown type \"{DeclaredTypeName.Of(json, "typeName")}\". Known are {string.Join(", ", TypeAliases.Names)}.",
                ("name", name),
                ("type", DeclaredTypeName.Of(json, "typeName")));
            return null;
        }

        var driver = ProgramBuilder.Text(json, "storageDriverTypeName");
        var isPersistent = driver is not null
            && (driver.Contains("WorkflowInstanceStorageDriver", StringComparison.Ordinal) || driver.Contains("WorkflowStorageDriver", StringComparison.Ordinal));
        if (!isPersistent)
        {
            report.Warn(DefinitionFaultCodes.VariableVolatile, path, $"The variable \"{name}\" has no WorkflowInstanceStorageDriver: when the workflow waits, it falls back to its initial value.", ("name", name));
        }

        return new VariableDeclaration(id, name, type, Initial(json["value"], type, name, JsonLocator.Member(path, "value"), report), isPersistent);
    }

    private static object? Initial(JsonNode? json, DeclaredType type, string name, string path, CompileReport report)
    {
        if (json is null)
        {
            return null;
        }

        if (json is not JsonValue value || value.GetValueKind() != JsonValueKind.String)
        {
            report.Fault(DefinitionFaultCodes.VariableInvalid, path, $"The initial value of \"{name}\" must be a text or null; write numbers and JSON as text.");
            return null;
        }

        try
        {
            var text = JsonValues.Text(value);
            if (ValueMisfit.Of(text, type) is { } misfit)
            {
                report.Warn(
                    DefinitionFaultCodes.VariableValue,
                    path,
                    $"The variable \"{name}\" takes {misfit.Words}, and its initial value \"{misfit.Value}\" is none.",
                    ("name", name),
                    ("value", misfit.Value),
                    ("kind", misfit.Kind));
            }

            return string.IsNullOrWhiteSpace(text) ? null : Variable.Live(ValueConverter.Convert(text, type));
        }
        catch (Exception error) when (error is FormatException or OverflowException or InvalidCastException)
        {
            // As in Elsa; a definition that comes from there runs as it did.
            report.Warn(DefinitionFaultCodes.VariableInvalid, path, $"The initial value of \"{name}\" does not fit its type, so the variable begins empty: {error.Message}");
            return null;
        }
    }
}
