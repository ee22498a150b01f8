using WorkflowHost.Sop.Decisions;
using WorkflowHost.Sop.Figures;

namespace WorkflowHost.Sop.Packs;

/// <summary>Reads a file of figures.</summary>
internal static class FigureFile
{
    /// <summary>Facts that every case has beside its fields, see <see cref="FigureSubject"/>.</summary>
    private static readonly HashSet<string> Own = new(["sop", "status"], StringComparer.Ordinal);

    private const string ClockPrefix = "clock.";

    private static readonly Dictionary<string, FigureFormula> Formulas = new(StringComparer.Ordinal)
    {
        ["count"] = FigureFormula.Count,
        ["share"] = FigureFormula.Share,
        ["per"] = FigureFormula.Per,
        ["medianDays"] = FigureFormula.MedianDays,
        ["nps"] = FigureFormula.Nps,
        ["csat"] = FigureFormula.Csat,
        ["mean"] = FigureFormula.Mean,
        ["most"] = FigureFormula.Most,
        ["frozen"] = FigureFormula.Frozen,
    };

    private static readonly Dictionary<string, FigureMoment> Moments = new(StringComparer.Ordinal)
    {
        ["opened"] = FigureMoment.Opened,
        ["closed"] = FigureMoment.Closed,
    };

    private static readonly Dictionary<string, FigurePeriodKind> Parts = new(StringComparer.Ordinal)
    {
        ["month"] = FigurePeriodKind.Month,
        ["quarter"] = FigurePeriodKind.Quarter,
    };

    /// <summary>What only some formulas read: anywhere else it would be ignored, and the figure would count something else than its file says.</summary>
    private static readonly Dictionary<string, FigureFormula[]> OnlyOf = new(StringComparer.Ordinal)
    {
        ["within"] = [FigureFormula.Most],
        ["field"] = [FigureFormula.Per, FigureFormula.Most, FigureFormula.Frozen],
        ["times"] = [FigureFormula.Per],
        ["answers"] = [FigureFormula.Nps, FigureFormula.Csat, FigureFormula.Mean],
        ["from"] = [FigureFormula.MedianDays],
        ["to"] = [FigureFormula.MedianDays],
        ["count"] = [FigureFormula.Count, FigureFormula.Share, FigureFormula.Per, FigureFormula.MedianDays, FigureFormula.Most],
        ["by"] = [FigureFormula.Count, FigureFormula.Share, FigureFormula.Per, FigureFormula.MedianDays, FigureFormula.Most],
        ["sops"] = [.. Formulas.Values.Where(formula => formula != FigureFormula.Frozen)],
        ["base"] = [.. Formulas.Values.Where(formula => formula != FigureFormula.Frozen)],
    };

    public static void Read(PackObject from, PackContent content)
    {
        foreach (var node in from.List("figures"))
        {
            var item = node.AsObject();
            var figure = Figure(item, content);
            Check(figure, item);
            item.Close();
            PackContent.Add(content.Figures, figure.Id, figure, item);
        }
    }

    private static FigureDefinition Figure(PackObject from, PackContent content)
    {
        foreach (var name in new[] { "field", "from", "to" })
        {
            content.Refer(from.Optional(name), PackKind.Fact, from.OptionalText(name));
        }

        foreach (var answer in from.OptionalList("answers"))
        {
            content.Refer(answer, PackKind.Fact, answer.AsText());
        }

        return new()
        {
            Id = from.Id(),
            Name = from.Localized("name"),
            Unit = from.Localized("unit"),
            Formula = from.OneOf("formula", Formulas),
            Sops = from.OptionalTexts("sops"),
            Moment = from.Has("by") ? from.OneOf("by", Moments) : FigureMoment.Opened,
            Base = When(from, "base", content),
            Counted = When(from, "count", content),
            Field = from.OptionalText("field"),
            Within = from.Has("within") ? from.OneOf("within", Parts) : null,
            Times = from.OptionalNumber("times") ?? 1,
            Answers = from.OptionalTexts("answers"),
            From = from.OptionalText("from"),
            To = from.OptionalText("to"),
            Target = from.OptionalNumber("target"),
            Fair = from.OptionalNumber("fair"),
            IsLessBetter = from.Flag("lessIsBetter"),
            Provenance = from.Provenance(),
        };
    }

    private static void Check(FigureDefinition figure, PackObject from)
    {
        if (figure.Formula is FigureFormula.Per or FigureFormula.Most or FigureFormula.Frozen)
        {
            from.Required("field");
        }

        if (figure.Formula is FigureFormula.Nps or FigureFormula.Csat or FigureFormula.Mean)
        {
            from.Required("answers");
        }

        if (figure.Formula != FigureFormula.Frozen)
        {
            from.Required("sops");
        }

        foreach (var (name, formulas) in OnlyOf.Where(only => !only.Value.Contains(figure.Formula)))
        {
            from.Optional(name)?.Fault(PackFaultCodes.Contradiction, $"'{name}' means nothing to the formula '{NameOf(figure.Formula)}': it is for {string.Join(", ", formulas.Select(NameOf))}. Take it out, or choose another formula.");
        }

        if (figure is { Target: { } target, Fair: { } fair } && (figure.IsLessBetter ? fair < target : fair > target))
        {
            from.Optional("fair")!.Fault(PackFaultCodes.Contradiction, $"A value of {fair} would be fair although the target is {target}: fair lies short of the target.");
        }
    }

    private static string NameOf(FigureFormula formula) => Formulas.First(named => named.Value == formula).Key;

    private static Condition When(PackObject from, string name, PackContent content) =>
        from.Optional(name) is { } node
            ? ConditionReader.Read(node, (at, fact) =>
            {
                if (fact.StartsWith(ClockPrefix, StringComparison.Ordinal))
                {
                    content.Refer(at, PackKind.Clock, fact[ClockPrefix.Length..]);
                }
                else if (!Own.Contains(fact))
                {
                    content.Refer(at, PackKind.Fact, fact);
                }
            })
            : Condition.Always;
}
