using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using WorkflowHost.Sop.Forms;
using WorkflowHost.Sop.Rules;
using WorkflowHost.Workbench.Language;

namespace WorkflowHost.Workbench.Rules.Editors;

/// <summary>
/// Facts by name where a rule is edited: those of the pack, and first those of the form on the screen, which the pack may not have yet.
/// Thread safe.
/// </summary>
public sealed partial class SheetFacts(PackLabels labels, PackOptions options, Texts texts)
{
    /// <summary>Which of a form's buttons was pressed; only in conditions of the form itself.</summary>
    private const string Outcome = "outcome";

    public IReadOnlyList<(string Value, string Text)> YesOrNo => [("true", texts["form.yes"]), ("false", texts["form.no"])];

    /// <summary>The list of facts that all inputs of a page share: <c>name (code)</c>.</summary>
    public IEnumerable<string> All(RuleSheet sheet)
    {
        ArgumentNullException.ThrowIfNull(sheet);
        return OwnOf(sheet).Select(field => Named(LabelOf(field), RuleSheet.TextOf(field, "name"))).Concat(options.Facts.Select(each => each.Text)).Distinct(StringComparer.Ordinal);
    }

    /// <summary>A fact as it stands in an input: its name and its code; the code alone when nothing is known of it.</summary>
    public string Say(RuleSheet sheet, string fact)
    {
        ArgumentNullException.ThrowIfNull(sheet);
        var name = fact == Outcome && sheet.Key.Kind == RuleKind.Form ? texts["form_rule.outcomes"]
            : Own(sheet, fact) is { } own ? LabelOf(own)
            : labels.Field(fact);
        return name == fact || name.Length == 0 ? fact : Named(name, fact);
    }

    /// <summary>The code in what was typed or chosen.</summary>
    public static string CodeIn(string? typed)
    {
        var text = typed?.Trim() ?? string.Empty;
        return Bracketed().Match(text) is { Success: true } match ? match.Groups[1].Value : text;
    }

    /// <summary>What the fact may be, by name; empty when it isn't chosen from a list.</summary>
    public IReadOnlyList<(string Value, string Text)> ChoicesOf(RuleSheet sheet, string fact)
    {
        ArgumentNullException.ThrowIfNull(sheet);
        if (fact == Outcome && sheet.Key.Kind == RuleKind.Form)
        {
            return Choices(sheet.Root, "outcomes");
        }

        var type = Own(sheet, fact) is { } own ? RuleSheet.TextOf(own, "type") : null;
        return type == "bool" || (type is null && labels.FieldOf(fact)?.Type == FieldType.Bool) ? YesOrNo
            : type is null ? options.ChoicesOf(fact)
            : Choices(Own(sheet, fact)!, "choices");
    }

    /// <summary>What is compared with the fact is a text, also where it looks like a number: one code of a list may be <c>2</c>.</summary>
    public bool IsText(RuleSheet sheet, string fact)
    {
        ArgumentNullException.ThrowIfNull(sheet);
        return fact == Outcome
            || (Own(sheet, fact) is { } own ? RuleSheet.TextOf(own, "type") is "choice" or "multichoice" or "text" or "staff" : labels.FieldOf(fact)?.Type is FieldType.Choice or FieldType.MultiChoice or FieldType.Text or FieldType.Staff);
    }

    private string Named(string name, string id) => texts["rules.named", ("name", name), ("id", id)];

    private string LabelOf(JsonObject field) => field["label"] is JsonObject label ? texts.Pick(RuleSheet.TextOf(label, "zh"), RuleSheet.TextOf(label, "en")) : string.Empty;

    private IReadOnlyList<(string Value, string Text)> Choices(JsonObject of, string list) =>
        [.. RuleSheet.ObjectsOf(of, list).Select(each => (RuleSheet.TextOf(each, "value"), LabelOf(each)))];

    private static JsonObject? Own(RuleSheet sheet, string fact) => OwnOf(sheet).FirstOrDefault(field => RuleSheet.TextOf(field, "name") == fact);

    private static IEnumerable<JsonObject> OwnOf(RuleSheet sheet) => sheet.Key.Kind == RuleKind.Form
        ? RuleSheet.ObjectsOf(sheet.Root, "sections").SelectMany(section => RuleSheet.ObjectsOf(section, "fields"))
        : [];

    [GeneratedRegex(@"[（(]([A-Za-z_][A-Za-z0-9_.]*)[）)]$", RegexOptions.CultureInvariant)]
    private static partial Regex Bracketed();
}
