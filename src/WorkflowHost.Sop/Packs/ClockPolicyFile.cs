using System.Globalization;
using System.Text.RegularExpressions;
using WorkflowHost.Sop.Clocks;

namespace WorkflowHost.Sop.Packs;

/// <summary>Reads a file of clock policies.</summary>
internal static partial class ClockPolicyFile
{
    private const int MaxAmount = 3660;

    private static readonly Dictionary<string, ClockUnit> Units = new(StringComparer.Ordinal)
    {
        ["NAT"] = ClockUnit.NaturalDays,
        ["WD"] = ClockUnit.WorkingDays,
        ["BH"] = ClockUnit.BusinessHours,
        ["HR"] = ClockUnit.Hours,
        ["MON"] = ClockUnit.Months,
        ["MIN"] = ClockUnit.Minutes,
    };

    private static readonly Dictionary<string, ClockKind> Kinds = new(StringComparer.Ordinal)
    {
        ["statutory"] = ClockKind.Statutory,
        ["internal"] = ClockKind.Internal,
        ["firstContact"] = ClockKind.FirstContact,
        ["window"] = ClockKind.Window,
    };

    public static void Read(PackObject from, PackContent content)
    {
        foreach (var node in from.List("policies"))
        {
            var item = node.AsObject();
            var policy = Policy(item, content);
            item.Close();
            PackContent.Add(content.ClockPolicies, policy.Id, policy, item);
        }
    }

    /// <summary>A period such as <c>NAT(15)</c>, <c>WD(3)</c>, <c>BH(4)</c>, <c>HR(24)</c>, <c>MON(6)</c>, <c>MIN(10)</c>.</summary>
    public static (ClockUnit Unit, int Amount) Period(PackObject from, string name)
    {
        var text = from.Text(name);
        var match = PeriodFormat().Match(text);
        if (match.Success && Units.TryGetValue(match.Groups["unit"].Value, out var unit)
            && int.TryParse(match.Groups["amount"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var amount)
            && amount is > 0 and <= MaxAmount)
        {
            return (unit, amount);
        }
        if (text.Length > 0)
        {
            from.Optional(name)!.Fault(PackFaultCodes.WrongFormat,
                $"Expected a period such as NAT(15), WD(3), BH(4), HR(24), MON(6) or MIN(10) of 1 to {MaxAmount}, found {text}.");
        }
        return (ClockUnit.NaturalDays, 1);
    }

    private static ClockPolicy Policy(PackObject from, PackContent content)
    {
        var (unit, amount) = Period(from, "due");
        var policy = new ClockPolicy
        {
            Id = from.Id(),
            Name = from.Localized("name"),
            Kind = from.OneOf("kind", Kinds),
            Unit = unit,
            Amount = amount,
            CalendarId = from.Text("calendar"),
            LadderId = from.OptionalText("ladder"),
            IsPausable = from.Flag("pausable"),
            StaysOnRestDays = from.Flag("staysOnRestDays"),
            ExpeditedAmount = from.OptionalInt("expedited", 1, MaxAmount),
            RestartsOnNewFacts = from.Flag("restartsOnNewFacts"),
            Extensions = [.. from.OptionalList("extensions").Select(node => Extension(node, content))],
            Roles = content.RolesIn(from, "roles"),
            Provenance = from.Provenance(),
        };
        content.Refer(from.Optional("calendar"), PackKind.Calendar, policy.CalendarId);
        content.Refer(from.Optional("ladder"), PackKind.Ladder, policy.LadderId);
        CheckExtensions(from, policy);
        CheckShape(from, policy);
        return policy;
    }

    private static ExtensionRule Extension(PackNode node, PackContent content)
    {
        var from = node.AsObject();
        if (from.Has("to") == from.Has("add") && !from.IsBroken)
        {
            node.Fault(PackFaultCodes.Contradiction, "An extension has either to (the period becomes so long) or add (so much more).");
        }
        var to = from.OptionalInt("to", 1, MaxAmount);
        var add = from.OptionalInt("add", 1, MaxAmount);
        var rule = new ExtensionRule
        {
            Id = from.Id(),
            Name = from.Localized("name"),
            Mode = to is null ? ExtensionMode.Add : ExtensionMode.Replace,
            Amount = to ?? add ?? 1,
            ApproverRoles = content.RolesIn(from, "approvers"),
            NeedsCustomerNotice = from.Flag("customerNotice"),
            After = from.OptionalText("after"),
            Provenance = from.Provenance(),
        };
        from.Close();
        return rule;
    }

    private static void CheckShape(PackObject from, ClockPolicy policy)
    {
        if (policy.StaysOnRestDays && policy.Unit is not (ClockUnit.NaturalDays or ClockUnit.Months))
        {
            from.Optional("staysOnRestDays")!.Fault(PackFaultCodes.Contradiction, "Only NAT and MON are rolled off rest days, so only they can stay on them.");
        }
        if (policy.ExpeditedAmount is not { } shorter)
        {
            return;
        }
        if (policy.Kind is ClockKind.Statutory or ClockKind.Window)
        {
            from.Optional("expedited")!.Fault(PackFaultCodes.Contradiction, "Haste shortens the house's own targets, never a statutory period or a time that is the customer's.");
        }
        else if (shorter >= policy.Amount)
        {
            from.Optional("expedited")!.Fault(PackFaultCodes.Contradiction, string.Create(CultureInfo.InvariantCulture, $"The expedited amount must be shorter than {policy.Amount}, found {shorter}."));
        }
    }

    private static void CheckExtensions(PackObject from, ClockPolicy policy)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var length = policy.Amount;
        foreach (var (rule, node) in policy.Extensions.Zip(from.OptionalList("extensions")))
        {
            if (rule.After is { } after && !seen.Contains(after))
            {
                node.Fault(PackFaultCodes.UnknownReference, $"The extension comes after {after}, which isn't listed before it.");
            }
            if (!seen.Add(rule.Id))
            {
                node.Fault(PackFaultCodes.DuplicateId, $"The extension {rule.Id} is there twice.");
            }
            if (rule.Mode == ExtensionMode.Replace && rule.Amount <= length)
            {
                node.Fault(PackFaultCodes.Contradiction, string.Create(CultureInfo.InvariantCulture, $"An extension must lengthen the period; {rule.Amount} isn't more than {length}."));
            }
            length = rule.Mode == ExtensionMode.Replace ? rule.Amount : length + rule.Amount;
        }
    }

    [GeneratedRegex(@"^(?<unit>[A-Z]+)\((?<amount>[0-9]{1,4})\)$", RegexOptions.CultureInvariant)]
    private static partial Regex PeriodFormat();
}
