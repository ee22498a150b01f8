using System.Globalization;
using System.Text.Json.Nodes;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Sop.Figures;

/// <summary>A figure of one period.</summary>
/// <param name="Value">Rounded to two decimals, halves away from zero; null when there is nothing to divide by.</param>
/// <param name="Counted">How many cases or answers were counted; of NPS the promoters.</param>
/// <param name="Base">Of how many; of <see cref="FigureFormula.Per"/> what the cycle was told.</param>
public sealed record FigureValue(decimal? Value, int Counted, decimal? Base);

/// <summary>Counts figures. Pure.</summary>
public static class FigureRules
{
    private const decimal Percent = 100;
    private const int LeastPromoter = 9;
    private const int MostDetractor = 6;
    private const int LeastSatisfied = 4;

    /// <summary>The zone cases are worked and periods are read in (domain 4.0).</summary>
    private static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    private static readonly string[] Weightiest = ["missed", "running", "met", "cancelled"];

    /// <param name="frozen">What a satisfaction cycle was told or computed of the same period; null when there is none.</param>
    public static FigureValue Of(FigureDefinition figure, IEnumerable<FigureSubject> subjects, FigurePeriod period, JsonObject? frozen)
    {
        ArgumentNullException.ThrowIfNull(figure);
        var counted = Cases(figure, subjects, period).ToList();
        switch (figure.Formula)
        {
            case FigureFormula.Count:
                var all = counted.Count(each => each.IsCounted);
                return new(all, all, null);
            case FigureFormula.Share:
                var part = counted.Count(each => each.IsCounted);
                return new(Quotient(part * Percent, counted.Count), part, counted.Count);
            case FigureFormula.Per:
                var cases = counted.Count(each => each.IsCounted);
                var told = Number(frozen, figure.Field);
                return new(told is { } of ? Quotient(cases * figure.Times, of) : null, cases, told);
            case FigureFormula.MedianDays:
                return Median([.. counted.Where(each => each.IsCounted).Select(each => Days(figure, each.Case)).OfType<decimal>()]);
            case FigureFormula.Most:
                return Most(figure, [.. counted.Where(each => each.IsCounted && each.Case.Facts.Text(figure.Field!) is not null).Select(each => each.Case)], period);
            case FigureFormula.Frozen:
                return new(Number(frozen, figure.Field), 0, null);
            default:
                return OfAnswers(figure, [.. Answers(figure, subjects, period).Select(each => each.Answer.Value)]);
        }
    }

    /// <summary>The cases behind the figure: those of its base, and which of them were counted.</summary>
    public static IEnumerable<(FigureSubject Case, bool IsCounted)> Cases(FigureDefinition figure, IEnumerable<FigureSubject> subjects, FigurePeriod period)
    {
        ArgumentNullException.ThrowIfNull(figure);
        ArgumentNullException.ThrowIfNull(subjects);
        if (figure.Answers.Count > 0)
        {
            return Answers(figure, subjects, period).Select(each => each.Case).Distinct().Select(each => (each, true));
        }

        return subjects
            .Where(each => figure.Sops.Contains(each.Sop) && period.Holds(At(figure, each), Offset) && figure.Base.Holds(each.Facts))
            .Select(each => (each, figure.Counted.Holds(each.Facts)));
    }

    /// <summary>
    /// What the clocks of one policy in one case amount to, in the words of <see cref="FigureSubject"/>: a round that was
    /// missed stays missed, however many follow it.
    /// </summary>
    public static string RoundsOf(IEnumerable<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        var all = words.ToHashSet(StringComparer.Ordinal);
        return Weightiest.First(word => word == Weightiest[^1] || all.Contains(word));
    }

    private static DateTimeOffset? At(FigureDefinition figure, FigureSubject subject) => figure.Moment == FigureMoment.Opened ? subject.OpenedAt : subject.ClosedAt;

    /// <summary>A threshold of a month judges a quarter by its worst month, not by all three together.</summary>
    private static FigureValue Most(FigureDefinition figure, List<FigureSubject> alike, FigurePeriod period)
    {
        var parts = figure.Within is { } kind ? period.Parts(kind) : [period];
        var most = parts
            .SelectMany(part => alike.Where(each => part.Holds(At(figure, each), Offset)).CountBy(each => each.Facts.Text(figure.Field!)!, StringComparer.Ordinal))
            .Select(group => group.Value)
            .DefaultIfEmpty()
            .Max();
        return new(most, most, alike.Count);
    }

    private static IEnumerable<(FigureSubject Case, FigureAnswer Answer)> Answers(FigureDefinition figure, IEnumerable<FigureSubject> subjects, FigurePeriod period) =>
        from each in subjects
        where figure.Sops.Contains(each.Sop) && figure.Base.Holds(each.Facts)
        from answer in each.Answers
        where figure.Answers.Contains(answer.Field) && period.Holds(answer.At, Offset)
        select (each, answer);

    private static FigureValue OfAnswers(FigureDefinition figure, List<decimal> answers)
    {
        switch (figure.Formula)
        {
            case FigureFormula.Nps:
                var promoters = answers.Count(value => value >= LeastPromoter);
                return new(Quotient((promoters - answers.Count(value => value <= MostDetractor)) * Percent, answers.Count), promoters, answers.Count);
            case FigureFormula.Csat:
                var satisfied = answers.Count(value => value >= LeastSatisfied);
                return new(Quotient(satisfied * Percent, answers.Count), satisfied, answers.Count);
            default:
                return new(Quotient(answers.Sum(), answers.Count), answers.Count, answers.Count);
        }
    }

    private static FigureValue Median(List<decimal> days)
    {
        days.Sort();
        var middle = days.Count / 2;
        decimal? median = days.Count == 0 ? null : days.Count % 2 == 1 ? days[middle] : (days[middle - 1] + days[middle]) / 2;
        return new(Rounded(median), days.Count, days.Count);
    }

    private static decimal? Days(FigureDefinition figure, FigureSubject subject)
    {
        var from = figure.From is { } first ? subject.Facts.Instant(first) : subject.OpenedAt;
        var to = figure.To is { } last ? subject.Facts.Instant(last) : subject.ClosedAt;
        return from is { } begun && to is { } done && done >= begun ? (decimal)(done - begun).TotalDays : null;
    }

    private static decimal? Number(JsonObject? from, string? field) =>
        field is not null && from?[field] is JsonValue value && decimal.TryParse(value.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static decimal? Quotient(decimal part, decimal whole) => whole == 0 ? null : Rounded(part / whole);

    private static decimal? Rounded(decimal? value) => value is { } number ? Math.Round(number, 2, MidpointRounding.AwayFromZero) : null;
}
