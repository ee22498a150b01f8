using WorkflowHost.Sop.Calendars;
using WorkflowHost.Sop.Clocks;
using WorkflowHost.Sop.Tests.Packs;

namespace WorkflowHost.Sop.Tests.Clocks;

internal static class ClockBuilder
{
    public static ClockPolicy Policy(string unit, int amount, ClockKind kind = ClockKind.Internal) => new()
    {
        Id = "test",
        Name = new LocalizedText("测试", "Test"),
        Kind = kind,
        Unit = unit switch
        {
            "NAT" => ClockUnit.NaturalDays,
            "WD" => ClockUnit.WorkingDays,
            "BH" => ClockUnit.BusinessHours,
            "HR" => ClockUnit.Hours,
            "MIN" => ClockUnit.Minutes,
            _ => ClockUnit.Months,
        },
        Amount = amount,
        CalendarId = "cn",
        IsPausable = true,
        RestartsOnNewFacts = true,
        Provenance = new Provenance("a test", Evidence.ProductDefault),
    };

    public static Clock Started(string unit, int amount, string at, WorkCalendar? calendar = null) =>
        ClockRules.Start(Policy(unit, amount), "c1", China.At(at), calendar ?? China.Calendar).Value;

    public static ClockPolicy Shipped(string id) => RealPack.Pack.ClockPolicies[id];

    public static Clock StartShipped(string id, string at) => ClockRules.Start(Shipped(id), "c1", China.At(at), China.Calendar).Value;

    public static ExtensionGrant Grant(string rule, string at, string role = "handler", bool isTold = true, string reason = "需进一步核查") =>
        new(rule, China.At(at), "u1", role, reason, isTold);
}
