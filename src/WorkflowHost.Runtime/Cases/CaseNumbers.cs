using System.Globalization;
using Microsoft.EntityFrameworkCore;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Runtime.Storage.Hot;

namespace WorkflowHost.Runtime.Cases;

/// <summary>
/// Gives case numbers, <c>TS20260929-0001</c>: prefix, local day, running number of the day. The truth is the unique column of
/// the cases: the count goes on from the highest number stored, a number whose case was refused is given again, and one that
/// is taken is skipped. Hosts that share a database count on one row, each number in a transaction of its own, so that nobody
/// waits for another's case to be stored. Thread-safe.
/// </summary>
internal sealed class CaseNumbers(IHotDatabase database, IDbContextFactory<WorkflowDbContext> contexts, WriteQueue writes) : IDisposable
{
    private const string DigitsFormat = "0000";

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Dictionary<string, Day> _days = new(StringComparer.Ordinal);

    private sealed class Day
    {
        public int Last { get; set; }

        public SortedSet<int> Returned { get; } = [];
    }

    /// <returns>Null with the fault when the shared count cannot be reached.</returns>
    public async Task<(string? Number, StorageFault? Fault)> NextAsync(string prefix, DateOnly day, CancellationToken cancellationToken)
    {
        var start = prefix + day.ToString("yyyyMMdd", CultureInfo.InvariantCulture) + "-";
        int least;
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
                return (TextOf(start, again), null);
            }

            if (!database.IsShared)
            {
                return (TextOf(start, ++count.Last), null);
            }

            least = count.Last + 1;
        }
        finally
        {
            _gate.Release();
        }

        var next = await writes.RunAsync(sql => sql.NextNumber("case:" + start, least));
        return next.Fault is null ? (TextOf(start, next.Value), null) : (null, next.Fault);
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

    /// <summary>Forgets the count after a number turned out to be taken; it is read again.</summary>
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

    private static string TextOf(string start, int running) => start + running.ToString(DigitsFormat, CultureInfo.InvariantCulture);

    private static (string Start, int Running) Split(string number)
    {
        var dash = number.LastIndexOf('-');
        return (number[..(dash + 1)], int.Parse(number.AsSpan(dash + 1), CultureInfo.InvariantCulture));
    }
}
