using System.Text.Json.Nodes;
using WorkflowHost.Sop.Definitions;

namespace WorkflowHost.Sop.Changes;

/// <summary>Whether the drawing differs: positions, sizes, bends of lines, the order of the file.</summary>
internal static class LayoutDiff
{
    public static bool IsChanged(DefinitionOutline before, DefinitionOutline after)
    {
        if (!before.Activities.Select(each => each.Id).SequenceEqual(after.Activities.Select(each => each.Id), StringComparer.Ordinal))
        {
            return true;
        }

        return before.Activities.Zip(after.Activities).Any(pair => Drawing(pair.First.Json) != Drawing(pair.Second.Json))
            || Lines(before) != Lines(after);
    }

    private static string Drawing(JsonObject activity) => StepValues.Canonical((activity["metadata"] as JsonObject)?["designer"]);

    private static string Lines(DefinitionOutline outline) =>
        string.Join(';', outline.Flows.Select(flow => StepValues.Canonical(flow.Owner.Json["connections"])));
}
