using System.Globalization;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Engine.Programs;

/// <summary>The ids of workflow activities: Elsa numbers them from the innermost outwards.</summary>
internal static class WorkflowNumbering
{
    public static string ActivityId(WorkflowDefinition workflow, ProgramCompiler compiler) =>
        "Workflow" + (1 + Depth(workflow, compiler, [])).ToString(CultureInfo.InvariantCulture);

    private static int Depth(WorkflowDefinition workflow, ProgramCompiler compiler, HashSet<WorkflowDefinition> seen)
    {
        if (compiler.Workflows.IsEmpty || !seen.Add(workflow))
        {
            return 0;
        }

        var depth = 0;
        foreach (var type in TypesIn(workflow.Root).Distinct(StringComparer.Ordinal))
        {
            if (compiler.Catalog.Find(type) is null && compiler.Workflows.Latest(type) is { } used)
            {
                depth = Math.Max(depth, 1 + Depth(used, compiler, seen));
            }
        }

        _ = seen.Remove(workflow);
        return depth;
    }

    private static IEnumerable<string> TypesIn(JsonNode? node) => node switch
    {
        JsonObject placeholder when NotFoundPlaceholder.Original(placeholder) is { } original => TypesIn(original),
        JsonObject members => members.SelectMany(each => TypesIn(each.Value)).Concat(ProgramBuilder.Text(members, "type") is { } type ? [type] : []),
        JsonArray elements => elements.SelectMany(TypesIn),
        _ => [],
    };
}
