using WorkflowHost.Sop.Clocks;

namespace WorkflowHost.Sop.Packs;

/// <summary>Reads a file of limits that laws and regulators set to clocks.</summary>
internal static class LimitFile
{
    public static void Read(PackObject from, PackContent content)
    {
        foreach (var node in from.List("limits"))
        {
            var item = node.AsObject();
            var limit = Limit(item, content);
            item.Close();
            PackContent.Add(content.ClockLimits, limit.Id, limit, item);
        }
    }

    private static ClockLimit Limit(PackObject from, PackContent content)
    {
        var clocks = from.List("clocks");
        foreach (var clock in clocks)
        {
            content.Refer(clock, PackKind.Clock, clock.AsText());
        }

        if (!from.IsBroken && !from.Has("atMost") && !from.Has("atLeast"))
        {
            from.Node.Fault(PackFaultCodes.Missing, "A limit has atMost, atLeast or both.");
        }

        return new ClockLimit
        {
            Id = from.Id(),
            Name = from.Localized("name"),
            ClockIds = [.. clocks.Select(clock => clock.Element.ToString())],
            AtMost = Period(from, "atMost"),
            ExtendedAtMost = Period(from, "extendedAtMost"),
            AtLeast = Period(from, "atLeast"),
            Provenance = from.Provenance(),
        };
    }

    private static ClockPeriod? Period(PackObject from, string name)
    {
        if (from.Optional(name) is null)
        {
            return null;
        }

        var (unit, amount) = ClockPolicyFile.Period(from, name);
        return new(unit, amount);
    }
}
