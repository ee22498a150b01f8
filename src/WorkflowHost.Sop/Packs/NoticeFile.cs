using WorkflowHost.Engine.Templates;
using WorkflowHost.Sop.CustomerLinks;
using WorkflowHost.Sop.Notices;

namespace WorkflowHost.Sop.Packs;

/// <summary>Reads a file that describes one notice, with the Liquid file beside it.</summary>
internal static class NoticeFile
{
    private static readonly Dictionary<string, bool> Channels = new(StringComparer.Ordinal)
    {
        ["sms"] = true,
        ["mail"] = true,
        ["letter"] = true,
        ["phone"] = true,
        ["inPerson"] = true,
        ["app"] = true,
    };

    private const int LongestValidDays = 730;

    private static readonly Dictionary<string, CustomerLinkPurpose> Purposes = new(StringComparer.Ordinal)
    {
        ["track"] = CustomerLinkPurpose.Track,
        ["questionnaire"] = CustomerLinkPurpose.Questionnaire,
    };

    /// <summary>Reads the notice; <paramref name="textFile"/> gives the text of a file beside it, or null if there is none.</summary>
    public static void Read(PackObject from, PackContent content, Func<string, string?> textFile)
    {
        var fields = Fields(from, "fields", content);
        var optional = Fields(from, "optionalFields", content);
        var bodyFile = from.Text("body");
        var body = bodyFile.Length == 0 ? string.Empty : textFile(bodyFile);
        if (body is null)
        {
            from.Optional("body")!.Fault(PackFaultCodes.UnknownReference, $"There is no file {bodyFile} beside this one.");
        }
        var channels = from.List("channels");
        foreach (var channel in channels)
        {
            PackObject.OneOf(channel, Channels);
        }
        var notice = new NoticeTemplate
        {
            Id = from.Id(),
            Name = from.Localized("name"),
            Subject = from.Text("subject"),
            Body = body ?? string.Empty,
            Fields = fields,
            OptionalFields = optional,
            Links = [.. from.OptionalList("links").Select(node => Link(node, optional, content))],
            IsByHand = from.Flag("byHand"),
            Channels = [.. channels.Select(channel => channel.Element.ToString())],
            Provenance = from.Provenance(),
        };
        CheckText(notice.Subject, from.Optional("subject"), notice);
        CheckText(notice.Body, from.Optional("body"), notice);
        PackContent.Add(content.Notices, notice.Id, notice, from);
    }

    private static CustomerLinkTemplate Link(PackNode node, List<string> optional, PackContent content)
    {
        var from = node.AsObject();
        var link = new CustomerLinkTemplate(
            from.Text("fact"), from.OneOf("purpose", Purposes), from.Int("validDays", 1, LongestValidDays), from.OptionalText("form"), from.OptionalText("event"));
        // The text must read well without it too: a letter and a customer without a number get none.
        if (!optional.Contains(link.Fact) && from.Optional("fact") is { } fact)
        {
            fact.Fault(PackFaultCodes.UnknownFact, $"{link.Fact} must be among optionalFields: in a letter there is no link.");
        }
        if (link.Purpose == CustomerLinkPurpose.Questionnaire)
        {
            content.Refer(from.Required("form"), PackKind.CustomerForm, link.FormId);
        }
        from.Close();
        return link;
    }

    private static List<string> Fields(PackObject from, string name, PackContent content)
    {
        var nodes = from.OptionalList(name);
        foreach (var node in nodes)
        {
            content.Refer(node, PackKind.Fact, node.AsText());
        }
        return [.. nodes.Select(node => node.Element.ToString())];
    }

    private static void CheckText(string text, PackNode? at, NoticeTemplate notice)
    {
        if (at is null)
        {
            return;
        }
        var (template, error) = LiquidTemplate.Parse(text);
        if (template is null)
        {
            at.Fault(PackFaultCodes.Liquid, $"The text isn't Liquid, {error}");
            return;
        }
        foreach (var stranger in template.Facts.Union(template.Labels).Where(fact => !notice.Fields.Contains(fact) && !notice.OptionalFields.Contains(fact)))
        {
            at.Fault(PackFaultCodes.UnknownFact, $"The text uses {stranger}, which is in neither fields nor optionalFields.");
        }
        foreach (var filter in template.UnknownFilters)
        {
            at.Fault(PackFaultCodes.Liquid, $"The filter {filter} isn't known; known are {string.Join(", ", LiquidTemplate.KnownFilters.Order(StringComparer.Ordinal))}.");
        }
    }
}
