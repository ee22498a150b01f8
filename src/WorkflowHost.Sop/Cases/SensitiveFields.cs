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
    internal const string Mask = "******";

    /// <summary>How much of a number stays, to tell one from another.</summary>
    private const int KeptEnd = 4;

    private const int LongEnough = 8;

    /// <summary>Whether the person works on the case: holds a task of it, or is named as its receiver, handler or another keeper. Compliance looks at every case.</summary>
    public static bool IsShownTo(Actor actor, CaseState state)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(state);
        return IsShownOfAll(actor)
            || state.Tasks.Any(task => task.AssigneeId == actor.Id)
            || state.Data.Text("firstReceiverId") == actor.Id
            || StaffRoles.All.Any(role => state.Data.Text(StaffRoles.IdField(role)) == actor.Id);
    }

    /// <summary>Whether the person sees it in every case.</summary>
    public static bool IsShownOfAll(Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return actor.IsSystem || actor.IsIn(StaffRoles.Compliance);
    }

    /// <summary>The names of all such fields of the pack's forms.</summary>
    internal static IReadOnlySet<string> NamesIn(SopPack pack)
    {
        ArgumentNullException.ThrowIfNull(pack);
        return pack.Forms.Values.SelectMany(form => form.Fields).Where(field => field.IsSensitive).Select(field => field.Name).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>The fields of the case that hold such information, those of several fillings of a form too.</summary>
    public static IReadOnlySet<string> In(JsonObject data, SopPack pack)
    {
        ArgumentNullException.ThrowIfNull(data);
        var names = NamesIn(pack);
        return Found(data, names).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>What is shown in place of a value: the end of a number, nothing of a text; of a list as many masks.</summary>
    public static JsonNode? Masked(JsonNode? value) => value switch
    {
        null => null,
        JsonArray list => new JsonArray([.. list.Select(_ => JsonValue.Create(Mask))]),
        JsonObject => JsonValue.Create(Mask),
        _ => JsonValue.Create(MaskedText(value.ToString())),
    };

    /// <summary>A word has no end that says nothing: only of what is digits for the most part does one stay.</summary>
    internal static string MaskedText(string text) =>
        text.Length >= LongEnough && text.All(char.IsAsciiLetterOrDigit) && text.Count(char.IsAsciiDigit) * 2 > text.Length ? Mask + text[^KeptEnd..] : Mask;

    private static IEnumerable<string> Found(JsonNode? node, IReadOnlySet<string> names) => node switch
    {
        JsonObject fields => fields.SelectMany(field => names.Contains(field.Key) ? [field.Key] : Found(field.Value, names)),
        JsonArray list => list.SelectMany(each => Found(each, names)),
        _ => [],
    };
}
