using WorkflowHost.Engine.Templates;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Sop.Forms;

namespace WorkflowHost.Sop.Notices;

/// <summary>A notice as the customer reads it.</summary>
public sealed record RenderedNotice(string NoticeId, string Subject, string Body);

/// <summary>Fills a notice with the facts of a case.</summary>
public static class NoticeRenderer
{
    /// <summary>Both texts of the notices of all packs at hand: a case writes the same few again and again.</summary>
    private static readonly ConditionalWeakTable<NoticeTemplate, ParsedNotice> Parsed = [];

    /// <summary>
    /// The finished text, or the refusal <c>notice.fact_missing</c>: a statutory letter must never go out with a gap.
    /// Instants in the facts are ISO 8601 with offset and are shown in China's time by Liquid's <c>date</c> filter.
    /// </summary>
    /// <param name="notice">A notice of the pack.</param>
    /// <param name="facts">What is known of the case, by fact name.</param>
    /// <param name="forms">The pack's forms, which know the labels of values that are codes.</param>
    /// <param name="now">The instant of writing, for <c>'now' | date</c>.</param>
    public static Outcome<RenderedNotice> Render(NoticeTemplate notice, JsonObject facts, IEnumerable<FormDefinition> forms, DateTimeOffset now)
    {
        var missing = notice.Fields.Where(field => IsMissing(facts, field)).ToList();
        if (missing.Count > 0)
        {
            return Refusal.Of("notice.fact_missing", ("notice", notice.Id), ("facts", string.Join(", ", missing)));
        }

        var (subject, body) = Parsed.GetValue(notice, Parse);
        var labels = Labels(subject.Labels.Union(body.Labels), facts, forms);
        return new RenderedNotice(notice.Id, subject.Render(facts, now, labels).Trim(), body.Render(facts, now, labels).Trim());
    }

    private static ParsedNotice Parse(NoticeTemplate notice) => new(Parse(notice.Subject), Parse(notice.Body));

    private static LiquidTemplate Parse(string source)
    {
        var (template, error) = LiquidTemplate.Parse(source);
        return template ?? throw new InvalidOperationException($"A notice of the pack isn't Liquid, its reader should have refused it: {error}");
    }

    private static bool IsMissing(JsonObject facts, string name) =>
        !facts.TryGetPropertyValue(name, out var value)
        || value is null
        || (value.GetValueKind() == JsonValueKind.String && string.IsNullOrWhiteSpace(value.GetValue<string>()));

    private static JsonObject Labels(IEnumerable<string> names, JsonObject facts, IEnumerable<FormDefinition> forms)
    {
        var labels = new JsonObject();
        foreach (var name in names)
        {
            if (facts[name] is { } value
                && forms.SelectMany(form => form.Fields).Where(field => field.Name == name && field.Choices.Count > 0).Select(field => LabelOf(field, value)).FirstOrDefault(label => label is not null) is { } label)
            {
                labels[name] = label;
            }
        }

        return labels;
    }

    private static string? LabelOf(FormField field, JsonNode value)
    {
        var codes = value is JsonArray list
            ? list.Select(item => item?.ToString())
            : [value.ToString()];
        var labels = codes
            .Select(code => field.Choices.FirstOrDefault(choice => choice.Value == code)?.Label.Zh)
            .ToList();
        // A code this form doesn't know belongs to another form's field of the same name.
        return labels.Contains(null) ? null : string.Join('、', labels);
    }

    private sealed record ParsedNotice(LiquidTemplate Subject, LiquidTemplate Body);
}
