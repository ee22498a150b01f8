using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.States;

namespace WorkflowHost.Conformance;

/// <summary>What differs between a recorded result and ours, in sentences. Our own cases may leave out bursts, activities and journal.</summary>
internal static partial class CaseComparison
{
    public static IReadOnlyList<string> Differences(JsonObject stock, CaseHost ours)
    {
        var differences = new List<string>();
        var state = ours.State;
        Compare("status", Text(stock, "status"), state.Status.ToString());
        Compare("subStatus", Text(stock, "subStatus"), state.SubStatus.ToString());
        Compare("lines", List(stock, "lines"), string.Join('\n', ours.Lines));
        Compare("incidents", Incidents(stock), string.Join('\n', state.Incidents.Select(each => $"{each.ActivityId} {each.ActivityType}: {each.Message}")));
        CompareCauses(stock, state, differences);
        CompareValues("variable", WithoutResults(stock["variables"] as JsonObject, stock), WithoutResults(state.Variables, stock)!, differences);
        CompareValues("output", stock["outputs"] as JsonObject, state.Outputs, differences);
        if (stock["bursts"] is JsonArray bursts)
        {
            CompareBursts(bursts, ours.Bursts, differences);
        }

        Compare("open bookmarks", OpenBookmarks(stock), string.Join('\n', state.Bookmarks.Select(each => $"{each.Name} {each.ActivityId}")));
        if (stock.ContainsKey("activities"))
        {
            Compare("activities", Activities(stock), Activities(ours.Journal));
        }

        if (stock.ContainsKey("journal"))
        {
            Compare("journal", Journal(stock, ours.Journal), Journal(ours.Journal));
        }

        if (stock["correlationId"] is not null)
        {
            Compare("correlation id", Text(stock, "correlationId"), state.CorrelationId);
        }

        if (stock["name"] is not null)
        {
            Compare("name", Text(stock, "name"), state.Name);
        }

        return differences;

        void Compare(string what, string? expected, string? actual)
        {
            if (expected != actual)
            {
                differences.Add($"{what}\n  stock: {expected?.ReplaceLineEndings(" | ")}\n  ours:  {actual?.ReplaceLineEndings(" | ")}");
            }
        }
    }

    private static string? Text(JsonObject json, string name) => json[name]?.GetValue<string>();

    private static string List(JsonObject json, string name) => string.Join('\n', (json[name] as JsonArray ?? []).Select(each => each!.GetValue<string>()));

    private static string Incidents(JsonObject stock) =>
        string.Join('\n', Objects(stock, "incidents").Select(each => $"{Text(each, "activityId")} {Text(each, "activityType")}: {Text(each, "message")}"));

    private static IEnumerable<JsonObject> Objects(JsonObject json, string name) => (json[name] as JsonArray ?? []).OfType<JsonObject>();

    // Causes are compared where the script itself chose the words; the wording of engine errors belongs to the script engine's version.
    private static void CompareCauses(JsonObject stock, WorkflowState state, List<string> differences)
    {
        foreach (var (expected, actual) in Objects(stock, "incidents").Zip(state.Incidents))
        {
            var cause = Text(expected, "cause");
            var text = cause?[(cause.IndexOf(": ", StringComparison.Ordinal) + 2)..];
            string[] worded = ["Cannot read propert", "Could not find the resource", "not supported", "is not a function"];
            if (text is not null && text != Place().Replace(actual.Cause ?? "", "") && !Array.Exists(worded, each => text.StartsWith(each, StringComparison.Ordinal) || text.Contains(each, StringComparison.Ordinal)))
            {
                differences.Add($"cause\n  stock: {text}\n  ours:  {actual.Cause}");
            }
        }
    }

    /// <summary>Stock does not say where in a script a mistake is.</summary>
    [GeneratedRegex(@" \(JavaScript line \d+, column \d+\)$", RegexOptions.CultureInvariant)]
    private static partial Regex Place();

    private static void CompareValues(string what, JsonObject? stock, JsonObject ours, List<string> differences)
    {
        foreach (var name in (stock ?? []).Select(each => each.Key).Union(ours.Select(each => each.Key), StringComparer.Ordinal))
        {
            if (!AreEqual(stock?[name], ours[name]))
            {
                differences.Add($"{what} {name}\n  stock: {stock?[name]?.ToJsonString()}\n  ours:  {ours[name]?.ToJsonString()}");
            }
        }
    }

    // Of an executed workflow's result stock stores numbers for what scripts see as names; ids differ by nature.
    private static JsonObject? WithoutResults(JsonObject? variables, JsonObject stock)
    {
        var types = stock["variableTypes"] as JsonObject ?? [];
        return variables is null
            ? null
            : new JsonObject(variables.Select(each => KeyValuePair.Create(
                each.Key,
                types[each.Key]?.GetValue<string>() == "ExecuteWorkflowResult" ? each.Value?["Output"]?.DeepClone() : each.Value?.DeepClone())));
    }

    private static bool AreEqual(JsonNode? expected, JsonNode? actual)
    {
        if (expected is JsonObject left && actual is JsonObject right)
        {
            return left.Count == right.Count && left.All(each => right.ContainsKey(each.Key) && AreEqual(each.Value, right[each.Key]));
        }

        if (expected is JsonArray one && actual is JsonArray other)
        {
            return one.Count == other.Count && one.Zip(other).All(each => AreEqual(each.First, each.Second));
        }

        if (expected is JsonValue first && actual is JsonValue second && first.GetValueKind() == second.GetValueKind())
        {
            return first.GetValueKind() switch
            {
                JsonValueKind.Number => Number(first) == Number(second),
                JsonValueKind.String => AreEqualTexts(first.GetValue<string>(), second.ToString()),
                _ => true,
            };
        }

        return expected is null && actual is null;
    }

    private static double Number(JsonValue value) => double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture);

    // The same instant may be written with Z or +00:00.
    private static bool AreEqualTexts(string one, string other) =>
        one == other
        || (one.Contains('T', StringComparison.Ordinal)
            && DateTimeOffset.TryParse(one, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var left)
            && DateTimeOffset.TryParse(other, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var right)
            && left == right);

    private static void CompareBursts(JsonArray stock, JsonArray ours, List<string> differences)
    {
        for (var i = 0; i < Math.Max(stock.Count, ours.Count); i++)
        {
            var expected = Burst(stock.ElementAtOrDefault(i) as JsonObject);
            var actual = Burst(ours.ElementAtOrDefault(i) as JsonObject);
            if (expected != actual)
            {
                differences.Add($"burst {i}\n  stock: {expected}\n  ours:  {actual}");
            }
        }

        for (var i = 0; i < Math.Min(stock.Count, ours.Count); i++)
        {
            CompareHashes((JsonObject)stock[i]!, (JsonObject)ours[i]!, differences);
        }
    }

    private static string Burst(JsonObject? burst)
    {
        if (burst is null)
        {
            return "none";
        }

        var text = Text(burst, "trigger") + (burst["matched"] is { } matched ? " matched " + matched.ToJsonString() : "");
        text += burst.ContainsKey("status") ? " " + Response(burst) : "";
        return text + string.Concat(Objects(burst, "responses").Select(each => " [" + Response(each) + "]"));
    }

    // A finished instance that is woken again is recorded without its bookmarks.
    private static string Response(JsonObject response) =>
        Text(response, "status") + "/" + Text(response, "subStatus")
        + (Text(response, "subStatus") == "Faulted" ? "" : string.Concat(Objects(response, "bookmarks").Select(each => $" {Text(each, "name")}@{Text(each, "activityId")}")));

    private static void CompareHashes(JsonObject stock, JsonObject ours, List<string> differences)
    {
        var actual = Objects(ours, "bookmarks").Concat(Objects(ours, "responses").SelectMany(each => Objects(each, "bookmarks"))).Select(each => Text(each, "hash")).ToHashSet();
        foreach (var hash in Objects(stock, "bookmarks").Concat(Objects(stock, "responses").SelectMany(each => Objects(each, "bookmarks"))).Select(each => Text(each, "hash")))
        {
            if (hash is not null && !actual.Contains(hash))
            {
                differences.Add("no bookmark with hash " + hash);
            }
        }
    }

    private static string OpenBookmarks(JsonObject stock) =>
        string.Join('\n', Objects(stock, "openBookmarks").Select(each => $"{Text(each, "name")} {Text(each, "activityId")}"));

    private static string Activities(JsonObject stock) =>
        string.Join('\n', Objects(stock, "activities").Select(each => $"{Text(each, "activityId")} {Text(each, "status")}{Outcomes((each["outcomes"] as JsonArray ?? []).Select(o => o!.GetValue<string>()))}"));

    private static string Activities(IEnumerable<JournalEntry> journal) =>
        string.Join('\n', journal.GroupBy(each => each.ActivityInstanceId).Select(entries =>
        {
            var last = entries.Last();
            var status = last.Event is JournalEvent.Completed or JournalEvent.Canceled or JournalEvent.Faulted ? last.Event.ToString() : "Running";
            return $"{last.ActivityId} {status}{Outcomes(entries.SelectMany(each => each.Outcomes))}";
        }));

    private static string Outcomes(IEnumerable<string> outcomes)
    {
        var list = outcomes.ToList();
        return list.Count == 0 ? "" : " (" + string.Join(',', list) + ")";
    }

    // Stock notes the completion of a container twice when cancelling its last child completes it; we note it once.
    private static string Journal(JsonObject stock, IReadOnlyList<JournalEntry> ours)
    {
        var allowed = ours.GroupBy(each => $"{each.ActivityId} {each.Event}").ToDictionary(each => each.Key, each => each.Count());
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var entries = new List<string>();
        foreach (var entry in (stock["journal"] as JsonArray ?? []).Select(each => each!.GetValue<string>()))
        {
            seen[entry] = seen.GetValueOrDefault(entry) + 1;
            var isRepeated = entry.EndsWith(" Completed", StringComparison.Ordinal) && seen[entry] > 1 && seen[entry] > allowed.GetValueOrDefault(entry);
            if (!isRepeated)
            {
                entries.Add(entry);
            }
        }

        return string.Join('\n', entries);
    }

    // Stock writes Resumed for a start while another instance of the same activity waits.
    private static string Journal(IEnumerable<JournalEntry> journal)
    {
        var waiting = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        var entries = new List<string>();
        foreach (var entry in journal)
        {
            var instances = waiting.TryGetValue(entry.NodeId, out var known) ? known : waiting[entry.NodeId] = [];
            var what = entry.Event == JournalEvent.Started && instances.Count > 0 ? JournalEvent.Resumed : entry.Event;
            if (entry.Event == JournalEvent.Suspended)
            {
                instances.Add(entry.ActivityInstanceId);
            }
            else
            {
                instances.Remove(entry.ActivityInstanceId);
            }

            entries.Add($"{entry.ActivityId} {what}");
        }

        return string.Join('\n', entries);
    }
}
