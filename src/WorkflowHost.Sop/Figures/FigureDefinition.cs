using WorkflowHost.Sop.Decisions;

namespace WorkflowHost.Sop.Figures;

/// <summary>How a figure comes about.</summary>
public enum FigureFormula
{
    /// <summary>How many cases.</summary>
    Count,

    /// <summary>Of the cases of the base, the share that was counted, in percent.</summary>
    Share,

    /// <summary>Cases against something a satisfaction cycle was told of the same period, e.g. per 10,000 policies.</summary>
    Per,

    /// <summary>The median of the days from opening to closing, or between two facts.</summary>
    MedianDays,

    /// <summary>Promoters (9-10) less detractors (0-6), in percent of the answers; −100 to 100.</summary>
    Nps,

    /// <summary>Satisfied answers (4-5) in percent of the answers.</summary>
    Csat,

    /// <summary>The mean of the answers.</summary>
    Mean,

    /// <summary>How many cases share the value of a field that most of them have, such as one root cause (SOP-P).</summary>
    Most,

    /// <summary>What a satisfaction cycle froze of the same period.</summary>
    Frozen,
}

/// <summary>Which instant puts a case into a period.</summary>
public enum FigureMoment
{
    Opened,
    Closed,
}

/// <summary>How good a value is, by the bands of its figure.</summary>
public enum FigureBand
{
    /// <summary>No value, or nothing it is held against.</summary>
    None,
    Good,
    Fair,
    Poor,
}

/// <summary>A figure of the service (§1.7): what is counted of which cases, and what is expected of it. Data of the SOP pack.</summary>
public sealed record FigureDefinition
{
    public required string Id { get; init; }

    public required LocalizedText Name { get; init; }

    /// <summary>What the number means, e.g. <c>%</c> or 天/days.</summary>
    public required LocalizedText Unit { get; init; }

    public required FigureFormula Formula { get; init; }

    /// <summary>The SOPs whose cases are looked at.</summary>
    public required IReadOnlyList<string> Sops { get; init; }

    public FigureMoment Moment { get; init; }

    /// <summary>Which of these cases belong to the base; all when it always holds.</summary>
    public Condition Base { get; init; } = Condition.Always;

    /// <summary>Which cases of the base are counted.</summary>
    public Condition Counted { get; init; } = Condition.Always;

    /// <summary>Of <see cref="FigureFormula.Per"/> and <see cref="FigureFormula.Frozen"/>: the field of the satisfaction cycle; of <see cref="FigureFormula.Most"/> the case's.</summary>
    public string? Field { get; init; }

    /// <summary>Of <see cref="FigureFormula.Most"/>: counted in each of these parts of the period alone, and the worst part is the value; null counts the whole period together.</summary>
    public FigurePeriodKind? Within { get; init; }

    /// <summary>Of <see cref="FigureFormula.Per"/>: for how many of the field's unit, e.g. 10,000 policies.</summary>
    public decimal Times { get; init; } = 1;

    /// <summary>Of answers: the fields that hold them, of customers' links, calls and the case itself.</summary>
    public IReadOnlyList<string> Answers { get; init; } = [];

    /// <summary>Of <see cref="FigureFormula.MedianDays"/>: facts with the first and the last instant; null: opening and closing.</summary>
    public string? From { get; init; }

    public string? To { get; init; }

    /// <summary>From here on a value is good, or up to here when less is better; null judges nothing.</summary>
    public decimal? Target { get; init; }

    /// <summary>From here on, short of the target, it is fair.</summary>
    public decimal? Fair { get; init; }

    public bool IsLessBetter { get; init; }

    public required Provenance Provenance { get; init; }

    public FigureBand BandOf(decimal? value)
    {
        if (value is not { } number || Target is not { } target)
        {
            return FigureBand.None;
        }

        bool Reaches(decimal limit) => IsLessBetter ? number <= limit : number >= limit;
        return Reaches(target) ? FigureBand.Good : Fair is { } fair && Reaches(fair) ? FigureBand.Fair : FigureBand.Poor;
    }
}
