using WorkflowHost.Sop.Clocks;
using WorkflowHost.Sop.Decisions;
using WorkflowHost.Sop.Revisits;

namespace WorkflowHost.Sop.Packs;

/// <summary>Reads a file of revisit policies.</summary>
internal static class RevisitFile
{
    private static readonly Dictionary<string, RevisitPurpose> Purposes = new(StringComparer.Ordinal)
    {
        ["statutory"] = RevisitPurpose.Statutory,
        ["service"] = RevisitPurpose.Service,
        ["survey"] = RevisitPurpose.Survey,
        ["sales"] = RevisitPurpose.Sales,
    };

    public static void Read(PackObject from, PackContent content)
    {
        foreach (var node in from.List("policies"))
        {
            var item = node.AsObject();
            var policy = Policy(item, content);
            item.Close();
            PackContent.Add(content.RevisitPolicies, policy.Id, policy, item);
        }
    }

    /// <summary>Reads recurring plans: <c>{ "after": "NAT(7)" }</c>, <c>{ "every": "MON(1)", "times": 3 }</c>, <c>{ "every": "MON(3)" }</c>.</summary>
    public static void ReadPlans(PackObject from, PackContent content)
    {
        foreach (var node in from.List("plans"))
        {
            var item = node.AsObject();
            var plan = new RevisitPlan
            {
                Id = item.Id(),
                Name = item.Localized("name"),
                PolicyId = item.Text("policy"),
                LeadWorkingDays = item.Int("leadWorkingDays", 0, 60),
                Stretches = [.. item.List("calls").Select(Stretch)],
                Provenance = item.Provenance(),
            };
            content.Refer(item.Optional("policy"), PackKind.Revisit, plan.PolicyId);
            CheckPlan(plan, item);
            item.Close();
            PackContent.Add(content.RevisitPlans, plan.Id, plan, item);
        }
    }

    private static RevisitStretch Stretch(PackNode node)
    {
        var from = node.AsObject();
        if (from.Has("after") == from.Has("every") && !from.IsBroken)
        {
            node.Fault(PackFaultCodes.Contradiction, "A call has either after (so long from the beginning) or every (again and again).");
        }
        var repeats = from.Has("every");
        var (unit, amount) = ClockPolicyFile.Period(from, repeats ? "every" : "after");
        if (unit is not (ClockUnit.NaturalDays or ClockUnit.Months))
        {
            node.Fault(PackFaultCodes.NotAllowed, "Calls of a plan are counted in NAT or MON.");
        }
        var times = from.OptionalInt("times", 1, 1000);
        if (times is not null && !repeats)
        {
            from.Optional("times")!.Fault(PackFaultCodes.Contradiction, "times belongs to every.");
        }
        from.Close();
        return new RevisitStretch(unit, amount, repeats, repeats ? times : 1);
    }

    /// <summary>Calls must come one after the other, and nothing can follow what goes on for ever.</summary>
    private static void CheckPlan(RevisitPlan plan, PackObject from)
    {
        var nodes = from.OptionalList("calls");
        if (plan.Stretches.Count == 0)
        {
            from.Optional("calls")?.Fault(PackFaultCodes.Missing, "A plan needs at least one call.");
        }
        var endless = plan.Stretches.SkipLast(1).TakeWhile(stretch => stretch.Times is not null).Count();
        if (endless < plan.Stretches.Count - 1)
        {
            nodes[endless].Fault(PackFaultCodes.Contradiction, "Only the last calls of a plan may go on for ever: give times.");
            return;
        }
        var counted = plan.Stretches.Sum(stretch => stretch.Times ?? 1);
        for (var index = 1; index < counted; index++)
        {
            // A month has 28 days at least; that is enough to tell an order that can't be meant.
            if (LeastDays(plan.Occurrence(index)!) <= LeastDays(plan.Occurrence(index - 1)!))
            {
                from.Optional("calls")!.Fault(PackFaultCodes.Contradiction, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Call {index + 1} doesn't come after call {index}."));
                return;
            }
        }
    }

    private static int LeastDays(RevisitOccurrence call) => call.Unit == ClockUnit.Months ? call.Amount * 28 : call.Amount;

    private static RevisitPolicy Policy(PackObject from, PackContent content)
    {
        var (unit, amount) = ClockPolicyFile.Period(from, "due");
        var policy = new RevisitPolicy
        {
            Id = from.Id(),
            Type = from.Text("type"),
            Name = from.Localized("name"),
            Purpose = from.OneOf("purpose", Purposes),
            CalendarId = from.Text("calendar"),
            DueUnit = unit,
            DueAmount = amount,
            FirstAttemptAfterWorkingDays = from.OptionalInt("firstAttemptAfterWorkingDays", 0, 250) ?? 0,
            Windows = [.. from.List("windows").Select(Window)],
            QuietFrom = from.Time("quietFrom"),
            QuietTo = from.Time("quietTo"),
            AllowsOffDays = from.Flag("allowsOffDays"),
            MaxAttempts = from.Int("maxAttempts", 1, 20),
            MinDistinctDays = from.Int("minDistinctDays", 1, 20),
            MinGap = from.Duration("minGap"),
            MaxAttemptsPerDay = from.Int("maxAttemptsPerDay", 1, 20),
            LetterAfterWorkingDays = from.Int("letterAfterWorkingDays", 0, 60),
            FormId = from.Text("form"),
            ProblemRatingAtMost = from.Int("problemRatingAtMost", 0, 5),
            ProblemWhen = When(from, "problemWhen", content),
            NotReachedWhen = When(from, "notReachedWhen", content),
            SmsNotice = from.Text("smsNotice"),
            LetterNotice = from.Text("letterNotice"),
            Provenance = from.Provenance(),
        };
        content.Refer(from.Optional("calendar"), PackKind.Calendar, policy.CalendarId);
        content.Refer(from.Optional("form"), PackKind.Form, policy.FormId);
        content.Refer(from.Optional("smsNotice"), PackKind.Notice, policy.SmsNotice);
        content.Refer(from.Optional("letterNotice"), PackKind.Notice, policy.LetterNotice);
        Check(policy, from);
        return policy;
    }

    /// <summary>A condition over the answers to the script.</summary>
    private static Condition? When(PackObject from, string name, PackContent content) => from.Optional(name) is { } node
        ? ConditionReader.Read(node, (at, fact) => content.Refer(at, PackKind.Fact, fact))
        : null;

    private static CallWindow Window(PackNode node)
    {
        var from = node.AsObject();
        var window = new CallWindow(from.Time("from"), from.Time("to"));
        from.Close();
        if (window.From >= window.To && !from.IsBroken)
        {
            node.Fault(PackFaultCodes.Contradiction, "from must come before to.");
        }
        return window;
    }

    private static void Check(RevisitPolicy policy, PackObject from)
    {
        if (policy.Windows.Count == 0)
        {
            from.Optional("windows")?.Fault(PackFaultCodes.Missing, "There must be at least one window to call in.");
        }
        if (policy.QuietFrom <= policy.QuietTo)
        {
            from.Node.Fault(PackFaultCodes.Contradiction, "The quiet hours run over midnight: quietFrom must be later in the day than quietTo.");
            return;
        }
        foreach (var (window, node) in policy.Windows.Zip(from.OptionalList("windows")))
        {
            if (window.From < policy.QuietTo || window.To > policy.QuietFrom)
            {
                node.Fault(PackFaultCodes.Contradiction, "The window reaches into the quiet hours.");
            }
        }
    }
}
