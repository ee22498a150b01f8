using System.Globalization;
using System.Text.RegularExpressions;
using WorkflowHost.Sop.Ladders;

namespace WorkflowHost.Sop.Packs;

/// <summary>Reads a file of ladders.</summary>
internal static partial class LadderFile
{
    private static readonly string[] Triggers = ["at", "afterStart", "beforeDue", "afterBreach"];

    private static readonly Dictionary<string, LadderAction> Actions = new(StringComparer.Ordinal)
    {
        ["remind"] = LadderAction.Remind,
        ["escalate"] = LadderAction.Escalate,
        ["extensionPrompt"] = LadderAction.ExtensionPrompt,
        ["incident"] = LadderAction.Incident,
    };

    private static readonly Dictionary<string, LadderTriggerKind> Repeats = new(StringComparer.Ordinal)
    {
        ["everyWorkingDay"] = LadderTriggerKind.EveryWorkingDayAfterBreach,
        ["everyWeek"] = LadderTriggerKind.EveryWeekAfterEnd,
    };

    public static void Read(PackObject from, PackContent content)
    {
        foreach (var node in from.List("ladders"))
        {
            var item = node.AsObject();
            var ladder = new Ladder
            {
                Id = item.Id(),
                Name = item.Localized("name"),
                Steps = [.. item.List("steps").Select(step => Step(step, content))],
                AmberAtPercent = item.OptionalInt("amberAtPercent", 1, 99) ?? 50,
                RedAtPercent = item.OptionalInt("redAtPercent", 1, 100) ?? 80,
                Provenance = item.Provenance(),
            };
            Check(ladder, item);
            item.Close();
            PackContent.Add(content.Ladders, ladder.Id, ladder, item);
        }
    }

    private static void Check(Ladder ladder, PackObject from)
    {
        if (ladder.RedAtPercent < ladder.AmberAtPercent)
        {
            from.Node.Fault(PackFaultCodes.Contradiction, "redAtPercent must not come before amberAtPercent.");
        }
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (step, node) in ladder.Steps.Zip(from.OptionalList("steps")))
        {
            if (!seen.Add(step.Id))
            {
                node.Fault(PackFaultCodes.DuplicateId, $"The step {step.Id} is there twice.");
            }
        }
    }

    private static LadderStep Step(PackNode node, PackContent content)
    {
        var from = node.AsObject();
        if (Triggers.Count(from.Has) != 1 && !from.IsBroken)
        {
            node.Fault(PackFaultCodes.Contradiction, $"A step has exactly one of {string.Join(", ", Triggers)}.");
        }
        var step = new LadderStep
        {
            Id = from.Id(),
            Trigger = Trigger(from),
            Roles = content.RolesIn(from, "roles", LadderStep.Assignee),
            Action = from.OneOf("action", Actions),
            Text = from.Localized("text"),
            IsImmediate = from.Flag("immediate"),
            AgainAfterExtension = from.Flag("againAfterExtension"),
        };
        if (step.Roles.Count == 0 && !from.IsBroken)
        {
            node.Fault(PackFaultCodes.Missing, "A step tells somebody: roles is empty.");
        }
        from.Close();
        return step;
    }

    private static LadderTrigger Trigger(PackObject from)
    {
        if (from.Optional("at") is { } at)
        {
            var match = PercentFormat().Match(at.AsText());
            var percent = match.Success ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : 0;
            if (!match.Success || percent > 100)
            {
                at.Fault(PackFaultCodes.WrongFormat, $"Expected a share from 0% to 100%, found {at.Element}.");
            }
            return new LadderTrigger(LadderTriggerKind.Percent, percent);
        }
        if (from.Optional("afterBreach") is { } repeat)
        {
            return new LadderTrigger(PackObject.OneOf(repeat, Repeats));
        }
        return from.Has("afterStart") ? new LadderTrigger(LadderTriggerKind.AfterStart, Offset: from.Duration("afterStart"))
            : from.Has("beforeDue") ? new LadderTrigger(LadderTriggerKind.BeforeDue, Offset: from.Duration("beforeDue"))
            : new LadderTrigger(LadderTriggerKind.Percent);
    }

    [GeneratedRegex("^([0-9]{1,3})%$", RegexOptions.CultureInvariant)]
    private static partial Regex PercentFormat();
}
