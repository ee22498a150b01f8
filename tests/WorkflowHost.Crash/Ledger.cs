using System.Collections.Concurrent;

namespace WorkflowHost.Crash;

internal enum CommandKind
{
    Open,
    Claim,
    Complete,
    Note,
    Pulse,
}

/// <summary>A command the host answered with success: from then on it must never be lost.</summary>
/// <param name="Key">Its idempotency key; one per command, kept through all retries.</param>
/// <param name="Subject">Task id of a claim or completion, text of a note, else empty.</param>
/// <param name="Tries">How often it was sent until it was answered.</param>
internal sealed record Acknowledged(string Key, string ActorId, CommandKind Kind, string CaseId, string Subject, string? Outcome, int Tries);

/// <summary>What the clients were told, to be held against what is stored. Thread safe.</summary>
internal sealed class Ledger
{
    private readonly ConcurrentQueue<Acknowledged> _acknowledged = new();
    private readonly ConcurrentQueue<string> _violations = new();
    private int _closedCases;
    private int _repeats;

    public IReadOnlyCollection<Acknowledged> Commands => _acknowledged;

    /// <summary>Promises that were broken before anybody looked into the file: refused retries, differing answers.</summary>
    public IReadOnlyCollection<string> Violations => _violations;

    public int ClosedCases => _closedCases;

    /// <summary>Commands that were sent again, same key and body, after they had been answered.</summary>
    public int Repeats => _repeats;

    public void Record(Acknowledged command) => _acknowledged.Enqueue(command);

    public void RecordRepeat() => Interlocked.Increment(ref _repeats);

    public void RecordClosedCase() => Interlocked.Increment(ref _closedCases);

    public void Violated(string what) => _violations.Enqueue(what);
}
