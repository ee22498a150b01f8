using System.Globalization;
using System.Text.Json.Nodes;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Sop.CustomerLinks;

/// <summary>What customers answered behind the links of a case. The case itself keeps it, so that a link counts as answered exactly when its answer was stored.</summary>
public static class CustomerLinkAnswers
{
    /// <summary>Field of the case that lists the answers, each with <c>at</c>, <c>form</c>, <c>link</c> and its values.</summary>
    public const string Field = "customerAnswers";

    private const string AtMember = "at";
    private const string FormMember = "form";
    private const string LinkMember = "link";

    /// <summary>A case is asked for its opinion a few times; a loop that asks without end must not grow it.</summary>
    private const int MostAnswers = 50;

    /// <summary>When a link was answered; null when it was not, or so long ago that fifty others came since.</summary>
    public static DateTimeOffset? AnsweredAt(JsonObject data, string linkId)
    {
        ArgumentNullException.ThrowIfNull(data);
        return Of(data).LastOrDefault(answer => answer.Text(LinkMember) == linkId)?.Instant(AtMember);
    }

    internal static void Keep(CaseWork work, string linkId, string formId, JsonObject values)
    {
        var answer = new JsonObject
        {
            [AtMember] = work.Now.ToOffset(work.Calendar.UtcOffset).ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture),
            [FormMember] = formId,
            [LinkMember] = linkId,
        };
        foreach (var (field, value) in values)
        {
            answer.TryAdd(field, value?.DeepClone());
        }

        work.Set(Field, new JsonArray([.. Of(work.Data).TakeLast(MostAnswers - 1).Select(each => each.DeepClone()), answer]));
    }

    private static IEnumerable<JsonObject> Of(JsonObject data) => (data[Field] as JsonArray ?? []).OfType<JsonObject>();
}
