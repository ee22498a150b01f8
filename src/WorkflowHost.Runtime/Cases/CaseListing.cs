using System.Globalization;
using Microsoft.EntityFrameworkCore;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Cases;

/// <summary>Filter, order and keyset paging of the list of cases.</summary>
internal static class CaseListing
{
    public const string Escape = "\\";

    private const int MostText = 100;

    public static IQueryable<CaseColumns> Filtered(IQueryable<CaseColumns> cases, CaseFilter filter, DateTimeOffset now)
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
