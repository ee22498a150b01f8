using System.Text.Json.Nodes;

namespace WorkflowHost.Runtime.Tests.Chaos;

/// <summary>The same life again and again, each time with other trouble.</summary>
/// <param name="live">Lives it; the answer is the case it was, or empty for workflows that are no cases.</param>
internal sealed class Lives(Func<Trouble, Task<string>> live, params JsonObject[] workflows) : IAsyncDisposable
{
    /// <summary>A life takes place a week after the last one; so many are within the year whose calendar the pack has.</summary>
    private const int MostOnOneDatabase = 10;

    private Trouble? _trouble;
    private int _count;

    /// <summary>Of the life before: every commit then waits for the server and its disk.</summary>
    public bool IsOnServer => _trouble is { IsOnServer: true };

    /// <param name="write">Which write goes wrong; 0 is none.</param>
    /// <param name="read">Which read fails; 0 is none.</param>
    /// <returns>What it came to, and how many calls of the store it took.</returns>
    public async Task<(string History, int Writes, int Reads)> NextAsync(StoreFault fault, int write, int read)
    {
        if (_trouble is not null && _count++ < MostOnOneDatabase)
        {
            await _trouble.BeginAnewAsync();
        }
        else
        {
            await DisposeAsync();
            (_trouble, _count) = (await Trouble.StartAsync(workflows), 1);
        }

        _trouble.Begin(fault, write, read);
        var id = await live(_trouble);
        var (writes, reads) = (_trouble.Writes, _trouble.Reads);
        _trouble.Begin(fault, 0);
        return (id.Length > 0 ? await History.OfCaseAsync(_trouble.Host, id) : await History.OfInstancesAsync(_trouble.Host), writes, reads);
    }

    public async ValueTask DisposeAsync()
    {
        if (_trouble is not null)
        {
            await _trouble.DisposeAsync();
            _trouble = null;
        }
    }
}
