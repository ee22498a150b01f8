using System.Globalization;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Cases;

/// <summary>Filter, order and keyset paging of the list of cases.</summary>
internal static class CaseListing
{
    public const string Escape = "\\";

    private const int MostText = 100;

    /// <summary>What a text may be the whole of, with the index that finds it in the order of the list.</summary>
    private static readonly Expression<Func<CaseColumns, string?>>[] Wholes = [c => c.Number, c => c.CustomerContact, c => c.PolicyNo, c => c.CustomerName];

    /// <summary>
    /// The condition that a text is the whole of a number, contact, policy number or name, the first of them that any case has
    /// which matches otherwise; null when none has it so, and it is to be looked for as a part of anything.
    /// </summary>
    /// <param name="sources">Cases at hand, and those in the archive.</param>
    public static async Task<Expression<Func<CaseColumns, bool>>?> WholeAsync(
        CaseFilter filter, IReadOnlyList<IQueryable<CaseColumns>> sources, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var text = filter.Text?.Trim();
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        Expression<Func<string>> sought = () => text;
        foreach (var field in Wholes)
        {
            var isWhole = Expression.Lambda<Func<CaseColumns, bool>>(Expression.Equal(field.Body, sought.Body), field.Parameters);
            foreach (var cases in sources)
            {
                if (await Filtered(cases, filter, now, isWhole).AnyAsync(cancellationToken))
                {
                    return isWhole;
                }
            }
        }

        return null;
    }

    /// <param name="isWhole">What <see cref="WholeAsync"/> found of the text; null looks for it everywhere.</param>
    public static IQueryable<CaseColumns> Filtered(
        IQueryable<CaseColumns> cases, CaseFilter filter, DateTimeOffset now, Expression<Func<CaseColumns, bool>>? isWhole = null)
    {
        if (!filter.IncludesPlain)
        {
            cases = cases.Where(c => !c.IsPlain);
        }

        if (filter.DefinitionId is { } definitionId)
        {
            cases = cases.Where(c => c.DefinitionId == definitionId);
        }

        if (filter.Status is { } status)
        {
            cases = cases.Where(c => c.Status == status);
        }

        if (filter.Stage is { } stage)
        {
            cases = cases.Where(c => c.Stage == stage);
        }

        if (filter.Severity is { } severity)
        {
            cases = cases.Where(c => c.Severity == severity);
        }

        if (filter.Category is { } category)
        {
            cases = cases.Where(c => c.Category == category);
        }

        if (filter.HandlerId is { } handlerId)
        {
            cases = cases.Where(c => c.HandlerId == handlerId);
        }

        if (filter.Branch is { } branch)
        {
            cases = cases.Where(c => c.Branch == branch);
        }

        if (filter.Overdue is { } overdue)
        {
            cases = overdue ? cases.Where(c => c.NextDueAt < now) : cases.Where(c => c.NextDueAt == null || c.NextDueAt >= now);
        }

        if (isWhole is not null)
        {
            return cases.Where(isWhole);
        }

        return Pattern(filter.Text, MostText) is { } pattern
            ? cases.Where(c => Search.Matches(c.Number, pattern, Escape)
                || Search.Matches(c.Title, pattern, Escape)
                || Search.Matches(c.CustomerName!, pattern, Escape)
                || Search.Matches(c.CustomerContact!, pattern, Escape)
                || Search.Matches(c.PolicyNo!, pattern, Escape))
            : cases;
    }

    /// <summary>In order, from the cursor on; a cursor that cannot be read begins at the top.</summary>
    public static IQueryable<CaseColumns> Ordered(IQueryable<CaseColumns> cases, CaseFilter filter)
    {
        var from = Read(filter.Cursor);
        if (filter.Sort == CaseSort.NextDue)
        {
            cases = cases.Where(c => c.NextDueAt != null);
            if (from is var (dueAt, dueId))
            {
                // The first condition alone lets the index begin at the cursor; with the second only it is read from its start.
                cases = cases.Where(c => c.NextDueAt >= dueAt && (c.NextDueAt > dueAt || (c.NextDueAt == dueAt && c.Id.CompareTo(dueId) > 0)));
            }

            return cases.OrderBy(c => c.NextDueAt).ThenBy(c => c.Id);
        }

        if (from is var (openedAt, openedId))
        {
            cases = cases.Where(c => c.OpenedAt <= openedAt && (c.OpenedAt < openedAt || (c.OpenedAt == openedAt && c.Id.CompareTo(openedId) < 0)));
        }

        return cases.OrderByDescending(c => c.OpenedAt).ThenByDescending(c => c.Id);
    }

    /// <summary>In the archive nothing is open, and nothing has a deadline.</summary>
    public static bool MayBeArchived(CaseFilter filter) => filter is { Sort: CaseSort.Newest, Status: null or CaseStatus.Ended, Overdue: null or false };

    public static string CursorOf(CaseRow last, CaseSort sort)
    {
        var at = sort == CaseSort.NextDue ? last.NextBreach?.DueAt ?? last.OpenedAt : last.OpenedAt;
        return string.Create(CultureInfo.InvariantCulture, $"{at.ToUnixTimeMilliseconds()}-{last.Id}");
    }

    /// <summary>A LIKE pattern for a text anywhere inside; null when there is nothing to look for.</summary>
    public static string? Pattern(string? text, int longest)
    {
        text = text?.Trim();
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        text = text.Length > longest ? text[..longest] : text;
        return "%" + text.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("%", "\\%", StringComparison.Ordinal)
            .Replace("_", "\\_", StringComparison.Ordinal) + "%";
    }

    private static (DateTimeOffset At, string Id)? Read(string? cursor)
    {
        var dash = cursor is { Length: > 1 } ? cursor.IndexOf('-', 1) : -1;
        return dash > 0 && long.TryParse(cursor.AsSpan(0, dash), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var ms)
            && ms is > 0 and < 253_402_300_800_000
            ? (DateTimeOffset.FromUnixTimeMilliseconds(ms), cursor![(dash + 1)..])
            : null;
    }
}
