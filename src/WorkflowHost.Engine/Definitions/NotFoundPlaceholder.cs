using System.Text.Json.Nodes;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.Values;

namespace WorkflowHost.Engine.Definitions;

/// <summary>
/// The stand-in Elsa writes for an activity whose type it did not know: <c>Elsa.NotFoundActivity</c> with the original in
/// <c>originalActivityJson</c>. Elsa Studio needs it, because one activity without a descriptor blanks its whole canvas.
/// </summary>
public static class NotFoundPlaceholder
{
    public const string TypeName = "Elsa.NotFoundActivity";

    // What a person may have changed while the stand-in was on the canvas.
    private static readonly string[] Kept = ["id", "name", "metadata"];

    /// <summary>The stand-in for an activity. The original is not changed.</summary>
    public static JsonObject Of(JsonObject activity) => new()
    {
        ["id"] = JsonValues.Copy(activity["id"]),
        ["type"] = TypeName,
        ["version"] = 1,
        ["name"] = JsonValues.Copy(activity["name"]),
        ["metadata"] = JsonValues.Copy(activity["metadata"]) as JsonObject ?? [],
        ["customProperties"] = new JsonObject(),
        ["missingTypeName"] = ProgramBuilder.Text(activity, "type") ?? "",
        ["missingTypeVersion"] = JsonValues.Copy(activity["version"]) ?? 1,
        ["originalActivityJson"] = ValueText.Json(activity),
    };

    /// <summary>The activity behind a stand-in, with the id, name and place the stand-in has now; null if it is none or holds none.</summary>
    public static JsonObject? Original(JsonObject placeholder)
    {
        if (ProgramBuilder.Text(placeholder, "type") != TypeName
            || ProgramBuilder.Text(placeholder, "originalActivityJson") is not { } text
            || JsonTexts.TryParse(text) is not JsonObject original
            || ProgramBuilder.Text(original, "type") is null or TypeName)
        {
            return null;
        }

        foreach (var name in Kept)
        {
            if (placeholder[name] is { } value)
            {
                original[name] = JsonValues.Copy(value);
            }
        }

        return original;
    }
}
