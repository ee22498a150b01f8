using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json.Nodes;
using WorkflowHost.Sop.Rules;

namespace WorkflowHost.Workbench.Rules;

/// <summary>The kinds of rules as screens show them: icon, address, and what a new one begins as.</summary>
internal static class RuleKinds
{
    private static readonly FrozenDictionary<RuleKind, string> Icons = new Dictionary<RuleKind, string>
    {
        [RuleKind.Clock] = "timer",
        [RuleKind.Calendar] = "calendar",
        [RuleKind.Ladder] = "ladder",
        [RuleKind.Table] = "board",
        [RuleKind.Form] = "note",
        [RuleKind.Notice] = "letter",
        [RuleKind.Revisit] = "phone",
        [RuleKind.Plan] = "refresh",
        [RuleKind.Limit] = "shield",
    }.ToFrozenDictionary();

    public static IReadOnlyList<RuleKind> All { get; } = Enum.GetValues<RuleKind>();

    public static string IconOf(RuleKind kind) => Icons[kind];

    public static string Code(RuleKind kind) => kind.ToString().ToLowerInvariant();

    public static RuleKind? Of(string? code) => All.Cast<RuleKind?>().FirstOrDefault(kind => string.Equals(Code(kind!.Value), code, StringComparison.OrdinalIgnoreCase));

    /// <summary>A new rule that says as little as its reader takes, as far as that can be known.</summary>
    public static RuleContent Blank(RuleKey key)
    {
        JsonObject named(params (string Name, JsonNode? Value)[] more)
        {
            var json = new JsonObject { ["id"] = key.Id, ["name"] = new JsonObject { ["zh"] = key.Id, ["en"] = key.Id } };
            foreach (var (name, value) in more)
            {
                json[name] = value;
            }

            (json["source"], json["evidence"]) = ("产品默认值，可由流程负责人调整", "D");
            return json;
        }

        return key.Kind switch
        {
            RuleKind.Clock => RuleContent.Of(named(("kind", "internal"), ("due", "WD(5)"), ("calendar", "cn"))),
            RuleKind.Calendar => RuleContent.Of(Year(key.Id)),
            RuleKind.Ladder => RuleContent.Of(named(("amberAtPercent", 50), ("redAtPercent", 80), ("steps", new JsonArray()))),
            RuleKind.Table => RuleContent.Of(new JsonObject([
                new("kind", "decision"),
                .. named(("hitPolicy", "first"), ("inputs", new JsonArray()), ("outputs", new JsonArray()), ("rules", new JsonArray())).Select(each => KeyValuePair.Create(each.Key, each.Value?.DeepClone()))])),
            RuleKind.Form => RuleContent.Of(new JsonObject
            {
                ["id"] = key.Id,
                ["title"] = new JsonObject { ["zh"] = key.Id, ["en"] = key.Id },
                ["sections"] = new JsonArray(new JsonObject { ["title"] = new JsonObject { ["zh"] = "内容", ["en"] = "Content" }, ["fields"] = new JsonArray() }),
                ["source"] = "产品默认值，可由流程负责人调整",
                ["evidence"] = "D",
            }),
            RuleKind.Notice => RuleContent.Of(
                named(("subject", key.Id), ("body", key.Id + ".liquid"), ("fields", new JsonArray("customerName")), ("channels", new JsonArray("letter"))), "{{ customerName }}：\n"),
            RuleKind.Plan => RuleContent.Of(named(("policy", string.Empty), ("leadWorkingDays", 3), ("calls", new JsonArray(new JsonObject { ["every"] = "MON(3)", ["times"] = 4 })))),
            RuleKind.Limit => RuleContent.Of(named(("clocks", new JsonArray()), ("atMost", "NAT(30)"))),
            _ => RuleContent.Of(named(
                ("type", "survey"), ("purpose", "service"), ("calendar", "cn"), ("due", "WD(5)"), ("firstAttemptAfterWorkingDays", 0),
                ("windows", new JsonArray(new JsonObject { ["from"] = "09:30", ["to"] = "11:30" }, new JsonObject { ["from"] = "14:00", ["to"] = "17:30" })),
                ("quietFrom", "21:00"), ("quietTo", "09:00"), ("allowsOffDays", false), ("maxAttempts", 3), ("minDistinctDays", 2), ("minGap", "PT3H"),
                ("maxAttemptsPerDay", 3), ("letterAfterWorkingDays", 2), ("form", string.Empty), ("problemRatingAtMost", 2), ("smsNotice", string.Empty), ("letterNotice", string.Empty))),
        };
    }

    private static JsonObject Year(string id)
    {
        var at = id.LastIndexOf('.');
        return new()
        {
            ["id"] = at < 0 ? id : id[..at],
            ["year"] = int.TryParse(id[(at + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var year) ? year : null,
            ["timeZone"] = "Asia/Shanghai",
            ["utcOffset"] = "+08:00",
            ["opensAt"] = "09:00",
            ["closesAt"] = "18:00",
            ["off"] = new JsonArray(),
            ["makeUpDays"] = new JsonArray(),
            ["source"] = "国务院办公厅节假日安排通知（待填写文号）",
            ["evidence"] = "M",
        };
    }
}
