using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using WorkflowHost.Sop.Decisions;
using WorkflowHost.Sop.Forms;

namespace WorkflowHost.Sop.Packs;

/// <summary>Reads a file that holds one form.</summary>
internal static class FormFile
{
    private const int MaxTextLength = 20_000;
    private const string Now = "now";
    private const string Me = "me";

    private static readonly Dictionary<string, FieldType> Types = new(StringComparer.Ordinal)
    {
        ["text"] = FieldType.Text,
        ["multiline"] = FieldType.Multiline,
        ["number"] = FieldType.Number,
        ["money"] = FieldType.Money,
        ["date"] = FieldType.Date,
        ["datetime"] = FieldType.DateTime,
        ["choice"] = FieldType.Choice,
        ["multichoice"] = FieldType.MultiChoice,
        ["bool"] = FieldType.Bool,
        ["rating"] = FieldType.Rating,
        ["staff"] = FieldType.Staff,
        ["file"] = FieldType.File,
        ["phone"] = FieldType.Phone,
        ["email"] = FieldType.Email,
        ["rows"] = FieldType.Rows,
    };

    public static void Read(PackObject from, PackContent content)
    {
        var outcomes = Choices(from, "outcomes");
        var form = new FormDefinition
        {
            Id = from.Id(),
            Title = from.Localized("title"),
            Outcomes = outcomes,
            Sections = [.. from.List("sections").Select(node => Section(node, outcomes, content))],
            Decides = from.OptionalTexts("decides"),
            Checks = [.. from.OptionalList("checks").Select(node => FormCheckFile.Read(node, content))],
            Context = [.. from.OptionalList("context").Select(node => FormContextFile.Read(node, content))],
            IsForCustomers = from.Flag("forCustomers"),
            Provenance = from.Provenance(),
        };
        foreach (var node in from.OptionalList("decides"))
        {
            content.Refer(node, PackKind.Decision, node.AsText());
        }
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (field, node) in form.Fields.Zip(from.OptionalList("sections").SelectMany(section => section.AsObject().OptionalList("fields"))))
        {
            CheckUnique(field.Name, node, seen);
            CheckSum(field, node, form);
            CheckForCustomers(field, node, form);
        }
        FormContextFile.Check(form, from.OptionalList("context"));
        FormCheckFile.Check(form, from.OptionalList("checks"));
        PackContent.Add(content.Forms, form.Id, form, from);
    }

    /// <summary>The customer's page has no scripts and knows no staff, so it can't show or hide a field, take rows or name a person.</summary>
    private static void CheckForCustomers(FormField field, PackNode node, FormDefinition form)
    {
        if (form.IsForCustomers && (field.VisibleWhen is not null || field.Type is FieldType.Staff or FieldType.Rows or FieldType.File))
        {
            node.Fault(PackFaultCodes.NotAllowed, $"The form is for customers; the field {field.Name} can't be of this type there, nor have visibleWhen.");
        }
    }

    private static FormSection Section(PackNode node, IReadOnlyList<FormChoice> outcomes, PackContent content)
    {
        var from = node.AsObject();
        var section = new FormSection(
            from.Localized("title"),
            [.. from.List("fields").Select(field => Field(field, outcomes, content, isColumn: false))],
            from.OptionalLocalized("help"));
        from.Close();
        return section;
    }

    private static FormField Field(PackNode node, IReadOnlyList<FormChoice> outcomes, PackContent content, bool isColumn)
    {
        var from = node.AsObject();
        var field = new FormField
        {
            Name = from.Id("name"),
            Label = from.Localized("label"),
            Type = from.OneOf("type", Types),
            Help = from.OptionalLocalized("help"),
            Choices = Choices(from, "choices"),
            IsRequired = from.Flag("required"),
            RequiredFor = from.OptionalTexts("requiredFor"),
            RequiredWhen = When(from, "requiredWhen", content, isColumn),
            VisibleWhen = When(from, "visibleWhen", content, isColumn),
            MustBeTrue = from.Flag("mustBeTrue"),
            SumOf = from.OptionalTexts("sumOf"),
            DiffersFrom = from.OptionalTexts("differsFrom"),
            DiffersWhen = When(from, "differsWhen", content, isColumn),
            Role = from.OptionalText("role"),
            IsMultiple = from.Flag("multiple"),
            NotAfterNow = IsNotAfterNow(from),
            NotBefore = from.OptionalText("notBefore"),
            NotAbove = from.OptionalText("notAbove"),
            NotBelow = from.OptionalText("notBelow"),
            IsFresh = from.Optional("fresh") is null ? null : from.Flag("fresh"),
            StartsWithMe = StartsWithMe(from),
            Min = from.OptionalNumber("min"),
            Max = from.OptionalNumber("max"),
            MaxLength = from.OptionalInt("maxLength", 1, MaxTextLength),
            Pattern = from.OptionalText("pattern"),
            IsPersonal = from.Flag("personal") | from.Flag("sensitive"),
            IsSensitive = from.Flag("sensitive"),
            Figure = from.OptionalText("figure"),
            Default = from.Optional("default") is { } value ? JsonNode.Parse(value.Element.GetRawText()) : null,
            Columns = isColumn ? [] : [.. from.OptionalList("columns").Select(column => Field(column, outcomes, content, isColumn: true))],
        };
        content.Refer(from.Optional("role"), PackKind.Role, field.Role);
        content.Refer(from.Optional("figure"), PackKind.Figure, field.Figure);
        if (!isColumn)
        {
            content.Refer(from.Optional("notBefore"), PackKind.Fact, field.NotBefore);
            content.Refer(from.Optional("notAbove"), PackKind.Fact, field.NotAbove);
            content.Refer(from.Optional("notBelow"), PackKind.Fact, field.NotBelow);
        }
        foreach (var other in isColumn ? [] : from.OptionalList("differsFrom"))
        {
            content.Refer(other, PackKind.Fact, other.AsText());
        }
        Check(field, from, outcomes);
        from.Close();
        return field;
    }

    private static List<FormChoice> Choices(PackObject from, string name)
    {
        var choices = new List<FormChoice>();
        foreach (var node in from.OptionalList(name))
        {
            var item = node.AsObject();
            var choice = new FormChoice(item.Id("value"), item.Localized("label"), item.OptionalLocalized("help"), item.Flag("retired"));
            item.Close();
            if (choices.Any(other => other.Value == choice.Value))
            {
                node.Fault(PackFaultCodes.DuplicateId, $"The value {choice.Value} is there twice.");
            }
            choices.Add(choice);
        }
        return choices;
    }

    /// <summary>A condition of a form may ask for any fact of the case, a column's also for its neighbours.</summary>
    private static Condition? When(PackObject from, string name, PackContent content, bool isColumn) => from.Optional(name) is { } node
        ? ConditionReader.Read(node, (at, fact) =>
        {
            if (!isColumn)
            {
                content.Refer(at, PackKind.Fact, fact);
            }
        })
        : null;

    private static void Check(FormField field, PackObject from, IReadOnlyList<FormChoice> outcomes)
    {
        CheckChoices(field, from);
        if ((field.Type == FieldType.Rows) != (field.Columns.Count > 0))
        {
            from.Node.Fault(PackFaultCodes.Contradiction, field.Type == FieldType.Rows ? "Rows need columns, which can't have rows themselves." : "Only rows have columns.");
        }
        if (field.Min > field.Max)
        {
            from.Node.Fault(PackFaultCodes.Contradiction, "min must not be greater than max.");
        }
        if (field.MustBeTrue && field.Type != FieldType.Bool)
        {
            from.Node.Fault(PackFaultCodes.Contradiction, "mustBeTrue is for the type bool.");
        }
        if (field.Role is not null && field.Type != FieldType.Staff)
        {
            from.Node.Fault(PackFaultCodes.Contradiction, "role is for the type staff.");
        }
        if (field.DiffersWhen is not null && field.DiffersFrom.Count == 0)
        {
            from.Node.Fault(PackFaultCodes.Contradiction, "differsWhen needs differsFrom.");
        }
        if (field.IsMultiple && field.Type != FieldType.Staff)
        {
            from.Node.Fault(PackFaultCodes.Contradiction, "multiple is for the type staff; others have a list type of their own.");
        }
        foreach (var node in from.OptionalList("requiredFor").Where(node => outcomes.All(outcome => outcome.Value != node.AsText())))
        {
            node.Fault(PackFaultCodes.UnknownReference, $"{node.Element} is no outcome of the form.");
        }
        if (field.NotAfterNow && field.Type is not (FieldType.Date or FieldType.DateTime))
        {
            from.Node.Fault(PackFaultCodes.Contradiction, "notAfter is for the types date and datetime.");
        }
        if (field.NotBefore is not null && field.Type is not (FieldType.Date or FieldType.DateTime))
        {
            from.Node.Fault(PackFaultCodes.Contradiction, "notBefore is for the types date and datetime.");
        }
        if ((field.NotAbove ?? field.NotBelow) is not null && field.Type is not (FieldType.Number or FieldType.Money))
        {
            from.Node.Fault(PackFaultCodes.Contradiction, "notAbove and notBelow are for the types number and money.");
        }
        if (field.StartsWithMe && (field.Type is not (FieldType.Staff or FieldType.Text) || field.Default is not null || field.IsMultiple))
        {
            from.Node.Fault(PackFaultCodes.Contradiction, "startsWith is for one person: the types staff (not multiple) and text, without a default.");
        }
        CheckPattern(field, from);
        CheckDefault(field, from);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (column, node) in field.Columns.Zip(from.OptionalList("columns")))
        {
            CheckUnique(column.Name, node, seen);
        }
    }

    private static void CheckSum(FormField field, PackNode node, FormDefinition form)
    {
        if (field.SumOf.Count == 0)
        {
            return;
        }
        if (field.Type is not (FieldType.Number or FieldType.Money))
        {
            node.Fault(PackFaultCodes.Contradiction, "sumOf is for the types number and money.");
        }
        foreach (var part in field.SumOf.Where(part => !form.Fields.Any(other => other.Name == part && other.Name != field.Name && other.SumOf.Count == 0)))
        {
            node.Fault(PackFaultCodes.UnknownReference, $"{part} is no field of the form that can be added up.");
        }
    }

    /// <summary>A choice must have choices; a number may, each of them then a number.</summary>
    private static void CheckChoices(FormField field, PackObject from)
    {
        var needsChoices = field.Type is FieldType.Choice or FieldType.MultiChoice;
        if (needsChoices && field.Choices.Count == 0)
        {
            from.Node.Fault(PackFaultCodes.Contradiction, "A choice needs choices.");
        }
        if (!needsChoices && field.Type != FieldType.Number && field.Choices.Count > 0)
        {
            from.Node.Fault(PackFaultCodes.Contradiction, "Only a choice or a number has choices.");
        }
        foreach (var (choice, node) in field.Choices.Zip(from.OptionalList("choices")))
        {
            if (field.Type == FieldType.Number && FieldValue.NumberOf(choice) is null)
            {
                node.Fault(PackFaultCodes.WrongFormat, $"The choices of a number are numbers; {choice.Value} isn't one.");
            }
        }
    }

    private static bool IsNotAfterNow(PackObject from) => IsWord(from, "notAfter", Now);

    private static bool StartsWithMe(PackObject from) => IsWord(from, "startsWith", Me);

    /// <summary>Whether a property is there that knows but one word.</summary>
    private static bool IsWord(PackObject from, string name, string word)
    {
        if (from.Optional(name) is not { } node)
        {
            return false;
        }
        if (node.AsText() is var text && text != word && node.Element.ValueKind == JsonValueKind.String)
        {
            node.Fault(PackFaultCodes.NotAllowed, $"Expected {word}, found {text}.");
        }
        return true;
    }

    private static void CheckPattern(FormField field, PackObject from)
    {
        if (field.Pattern is null)
        {
            return;
        }
        try
        {
            _ = new Regex(field.Pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception mistake) when (mistake is ArgumentException or NotSupportedException)
        {
            from.Optional("pattern")!.Fault(PackFaultCodes.WrongFormat, "The pattern can't be used: " + mistake.Message);
        }
    }

    private static void CheckDefault(FormField field, PackObject from)
    {
        if (field.Default is null || field.Type == FieldType.Rows)
        {
            return;
        }
        if (FieldValue.Read(field with { Pattern = null, NotAfterNow = false }, field.Default, DateTimeOffset.MaxValue).Fault is { } fault)
        {
            from.Optional("default")!.Fault(PackFaultCodes.NotAllowed, $"The default isn't a value of the field: {fault.Code}.");
        }
    }

    private static void CheckUnique(string name, PackNode node, HashSet<string> seen)
    {
        if (name.Length > 0 && !seen.Add(name))
        {
            node.Fault(PackFaultCodes.DuplicateId, $"The field {name} is there twice.");
        }
    }
}
