using System.Globalization;
using Microsoft.EntityFrameworkCore;
using WorkflowHost.Runtime.Storage;

namespace WorkflowHost.Runtime.Cases;

/// <summary>
/// Gives case numbers, <c>TS20260929-0001</c>: prefix, local day, running number of the day. The truth is the unique column of
/// the cases: the count goes on from the highest number stored, a number whose case was refused is given again, and one that
/// another host took first is skipped. Thread-safe.
/// </summary>
internal sealed class CaseNumbers(IDbContextFactory<WorkflowDbContext> contexts) : IDisposable
{
    private const string DigitsFormat = "0000";

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Dictionary<string, Day> _days = new(StringComparer.Ordinal);

    private sealed class Day
    {
        public int Last { get; set; }

        public SortedSet<int> Returned { get; } = [];
    }

    public async Task<string> NextAsync(string prefix, DateOnly day, CancellationToken cancellationToken)
    {
        var start = prefix + day.ToString("yyyyMMdd", CultureInfo.InvariantCulture) + "-";
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (!_days.TryGetValue(start, out var count))
            {
                _days[start] = count = new() { Last = await HighestAsync(start, cancellationToken) };
            }

            if (count.Returned.Count > 0)
            {
                var again = count.Returned.Min;
                count.Returned.Remove(again);
                return start + again.ToString(DigitsFormat, CultureInfo.InvariantCulture);
            }

            return start + (++count.Last).ToString(DigitsFormat, CultureInfo.InvariantCulture);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Takes back a number whose case was not stored, so that refused forms leave no gaps.</summary>
    public async Task ReturnAsync(string number)
    {
        var (start, running) = Split(number);
        await _gate.WaitAsync();
        try
        {
            if (_days.TryGetValue(start, out var count))
            {
                count.Returned.Add(running);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Forgets the count after a number turned out to be taken by another host; it is read again.</summary>
    public async Task RereadAsync(string number)
    {
        await _gate.WaitAsync();
        try
        {
            _days.Remove(Split(number).Start);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task<int> HighestAsync(string start, CancellationToken cancellationToken)
    {
        // '.' follows '-' in ASCII: the range is exactly the numbers that begin with the start.
        var end = string.Concat(start.AsSpan(0, start.Length - 1), ".");
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var highest = await context.Cases
            .Where(c => c.Number.CompareTo(start) > 0 && c.Number.CompareTo(end) < 0)
            .OrderByDescending(c => c.Number.Length).ThenByDescending(c => c.Number)
            .Select(c => c.Number)
            .FirstOrDefaultAsync(cancellationToken);
        return highest is null ? 0 : Split(highest).Running;
    }

    private static (string Start, int Running) Split(string number)
    {
        var dash = number.LastIndexOf('-');
        return (number[..(dash + 1)], int.Parse(number.AsSpan(dash + 1), CultureInfo.InvariantCulture));
    }
}
