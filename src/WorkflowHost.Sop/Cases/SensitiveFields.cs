using System.Text.Json.Nodes;
using WorkflowHost.Sop.Packs;
using WorkflowHost.Sop.Staff;

namespace WorkflowHost.Sop.Cases;

/// <summary>
/// Sensitive personal information (Personal Information Protection Law art. 28: identity documents, financial accounts, health)
/// is shown to who is at work on the case and masked for everybody else who may see it; they see it by saying why, which is
/// kept in the case's timeline (art. 51). Rules and letters read the values themselves.
/// </summary>
public static class SensitiveFields
{
    private const string Mask = "******";

    /// <summary>How much of a number stays, to tell one from another.</summary>
    private const int KeptEnd = 4;

    private const int LongEnough = 8;

    /// <summary>Whether the person works on the case: holds a task of it, or is named as its receiver, handler or another keeper. Compliance looks at every case.</summary>
    public static bool IsShownTo(Actor actor, CaseState state)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(state);
        return actor.IsSystem
            || actor.IsIn(StaffRoles.Compliance)
            || state.Tasks.Any(task => task.AssigneeId == actor.Id)
            || state.Data.Text("firstReceiverId") == actor.Id
            || StaffRoles.All.Any(role => state.Data.Text(StaffRoles.IdField(role)) == actor.Id);
    }

    /// <summary>The fields of the case that hold such information.</summary>
    public static IReadOnlySet<string> In(JsonObject data, SopPack pack)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(pack);
        return pack.Forms.Values.SelectMany(form => form.Fields).Where(field => field.IsSensitive && data.ContainsKey(field.Name)).Select(field => field.Name).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>What is shown in place of a value: the end of a number, nothing of a text; of a list as many masks.</summary>
    public static JsonNode? Masked(JsonNode? value) => value switch
    {
        null => null,
        JsonArray list => new JsonArray([.. list.Select(_ => JsonValue.Create(Mask))]),
        _ when value.ToString() is { Length: >= LongEnough } text && text.All(char.IsAsciiLetterOrDigit) => JsonValue.Create(Mask + text[^KeptEnd..]),
        _ => JsonValue.Create(Mask),
    };
}
