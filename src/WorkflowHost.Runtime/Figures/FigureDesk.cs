using System.Text.Json.Nodes;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Figures;
using WorkflowHost.Sop.Forms;

namespace WorkflowHost.Runtime.Figures;

/// <summary>
/// Counts the figures of the pack from the store, archived cases included, each time it is asked: a figure and the cases behind it
/// are the same. For those who see the board. Thread-safe.
/// </summary>
public sealed class FigureDesk
{
    private const string DayFormat = "yyyy-MM-dd";
    private const int MostCases = 500;
    private const int Periods = 6;

    /// <summary>The SOP that freezes what no case knows: premium, policies, calls.</summary>
    private const string FreezingSop = "satisfaction-cycle";

    private static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    private readonly FigureReader _reader;
    private readonly CaseReaders _readers;
    private readonly SopPackSource _packs;

    internal FigureDesk(FigureReader reader, CaseReaders readers, SopPackSource packs)
    {
        _reader = reader;
        _readers = readers;
        _packs = packs;
    }

    /// <returns>Null for who may not see the board.</returns>
    public async Task<FigureSheet?> SheetAsync(FigurePeriod period, FigureDimension? split, Actor actor, CancellationToken cancellationToken = default)
    {
        if (!CaseAccess.SeesBoard(actor))
        {
            return null;
        }

        var periods = Enumerable.Range(0, Periods - 1).Aggregate(new List<FigurePeriod> { period }, (all, _) => [all[0].Before, .. all]);
        var subjects = await SubjectsAsync(periods[0], period, cancellationToken);
        var frozen = await FrozenAsync(actor, cancellationToken);
        return new(period, split, [.. _packs.Current.Figures.Values.Select(figure => Row(figure, subjects, periods, split, frozen))]);
    }

    /// <param name="dimension">Null: all cases of the figure; else those whose value of it is <paramref name="key"/>.</param>
    /// <returns>Null for who may not see the board, and for a figure that the pack has not.</returns>
    public async Task<FigureCases?> CasesAsync(
        string figureId, FigurePeriod period, FigureDimension? dimension, string? key, Actor actor, CancellationToken cancellationToken = default)
    {
        if (!CaseAccess.SeesBoard(actor) || !_packs.Current.Figures.TryGetValue(figureId, out var figure))
        {
            return null;
        }

        var subjects = await SubjectsAsync(period, period, cancellationToken);
        var behind = FigureRules.Cases(figure, subjects.Where(each => dimension is not { } by || each.In(by) == (string.IsNullOrEmpty(key) ? null : key)), period)
            .OrderByDescending(each => each.Case.OpenedAt).ThenBy(each => each.Case.Number, StringComparer.Ordinal)
            .ToList();
        // A figure counts everything; the cases behind it are counted and shown to their readers.
        var readable = behind.Select(each => each.Case.CaseId).Chunk(MostCases).SelectMany(ids => _readers.Readable(ids, actor)).ToHashSet(StringComparer.Ordinal);
        var cases = behind.Where(each => readable.Contains(each.Case.CaseId)).ToList();
        return new(figure, period, cases.Count, [.. cases.Take(MostCases).Select(each => new FigureCase(
            each.Case.CaseId, each.Case.Number, each.Case.Title, each.Case.Sop, each.Case.OpenedAt, each.Case.ClosedAt, each.IsCounted))]);
    }

    /// <summary>What the figures of the case's own period propose for the fields of a form; nothing for who may not see the board.</summary>
    public async Task<IReadOnlyDictionary<string, decimal>> ProposalsAsync(FormDefinition form, JsonObject data, Actor actor, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(data);
        var proposals = new Dictionary<string, decimal>(StringComparer.Ordinal);
        var asked = form.Fields.Where(field => field.Figure is not null).ToList();
        if (asked.Count == 0 || PeriodOf(data) is not { } period || await SheetAsync(period, null, actor, cancellationToken) is not { } sheet)
        {
            return proposals;
        }

        foreach (var field in asked)
        {
            if (FigurePart.Parse(field.Figure) is { } part && sheet.Rows.FirstOrDefault(row => row.Figure.Id == part.FigureId) is { } row && part.Of(row.Value) is { } number)
            {
                proposals[field.Name] = number;
            }
        }

        return proposals;
    }

    private static FigurePeriod? PeriodOf(JsonObject data)
    {
        foreach (var kind in Enum.GetValues<FigurePeriodKind>())
        {
            if (DateOnly.TryParseExact(data.Text("periodFrom"), DayFormat, out var from) && FigurePeriod.Of(kind, from) is var period
                && period.From == from && Day(period.To) == data.Text("periodEnd"))
            {
                return period;
            }
        }

        return null;
    }

    private static FigureRow Row(
        FigureDefinition figure, List<FigureSubject> subjects, List<FigurePeriod> periods, FigureDimension? split, Func<FigurePeriod, JsonObject?> frozen)
    {
        var period = periods[^1];
        var value = FigureRules.Of(figure, subjects, period, frozen(period));
        return new(
            figure,
            value,
            figure.BandOf(value.Value),
            [.. periods.Select(each => new FigurePoint(each.ToString(), each == period ? value.Value : FigureRules.Of(figure, subjects, each, frozen(each)).Value))],
            split is { } by ? Parts(figure, subjects, period, by) : []);
    }

    private static List<FigureSlice> Parts(FigureDefinition figure, List<FigureSubject> subjects, FigurePeriod period, FigureDimension by)
    {
        // What a cycle was told is of the whole house; a branch has no share of it.
        if (figure.Formula is FigureFormula.Per or FigureFormula.Frozen)
        {
            return [];
        }

        return [.. FigureRules.Cases(figure, subjects, period).Select(each => each.Case)
            .GroupBy(each => each.In(by))
            .OrderBy(group => group.Key is null).ThenBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => (group.Key, Value: FigureRules.Of(figure, group, period, null)))
            .Select(part => new FigureSlice(part.Key, part.Value, figure.BandOf(part.Value.Value)))];
    }

    private Task<List<FigureSubject>> SubjectsAsync(FigurePeriod first, FigurePeriod last, CancellationToken cancellationToken) => _reader.ReadAsync(
        [.. _packs.Current.Figures.Values.SelectMany(figure => figure.Sops).Distinct(StringComparer.Ordinal)], Start(first.From), Start(last.To.AddDays(1)), cancellationToken);

    /// <summary>What the latest cycle of a period was told; nothing for who may not read the cycles.</summary>
    private async Task<Func<FigurePeriod, JsonObject?>> FrozenAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (!_readers.MayReadAll(actor, FreezingSop))
        {
            return _ => null;
        }

        var cycles = await _reader.ReadAsync([FreezingSop], since: null, DateTimeOffset.MaxValue, cancellationToken);
        return period => cycles
            .Where(cycle => cycle.Facts.Text("periodFrom") == Day(period.From) && cycle.Facts.Text("periodEnd") == Day(period.To))
            .MaxBy(cycle => cycle.OpenedAt)?.Facts;
    }

    private static string Day(DateOnly day) => day.ToString(DayFormat, System.Globalization.CultureInfo.InvariantCulture);

    private static DateTimeOffset Start(DateOnly day) => new(day, TimeOnly.MinValue, Offset);
}
