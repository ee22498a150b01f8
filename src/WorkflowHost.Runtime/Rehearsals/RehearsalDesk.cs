using System.Text.Json.Nodes;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Runtime.Staff;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Language;
using WorkflowHost.Sop.Lint;
using WorkflowHost.Sop.Rehearsals;

namespace WorkflowHost.Runtime.Rehearsals;

/// <summary>A case to be played through.</summary>
/// <param name="Fields">The opening form; what is required besides is filled in.</param>
/// <param name="StartsAt">When it is opened; now when null.</param>
public sealed record TestRunRequest(JsonObject Fields, DateTimeOffset? StartsAt = null)
{
    /// <summary>What is decided at which step; a step without a decision ends with its first outcome.</summary>
    public IReadOnlyList<RehearsedDecision> Decisions { get; init; } = [];

    public IReadOnlyList<RehearsedEvent> Events { get; init; } = [];

    /// <summary>Business time people take for a task; one hour when null.</summary>
    public TimeSpan? TimePerTask { get; init; }
}

/// <summary>How the case went.</summary>
/// <param name="Current">The same case by the published version; null when that is the one that ran, or there is none.</param>
/// <param name="Differences">What a customer or supervisor would notice between the two.</param>
public sealed record TestRun(int Version, RehearsalResult Result, int? ComparedWith, RehearsalResult? Current, IReadOnlyList<Sentence> Differences);

/// <summary>A test run, or why there is none.</summary>
/// <param name="Check">What keeps the version from running, for <c>definition.faulty</c>.</param>
public sealed record TestRunAnswer(TestRun? Run, CaseRefusal? Refusal, DefinitionCheck? Check = null);

/// <summary>
/// Test runs of versions, drafts too, in virtual time. Nothing is stored or sent: it runs beside cases, tasks and outbox. One at a
/// time, since a draft may go round until its bounds stop it. Thread-safe.
/// </summary>
public sealed class RehearsalDesk : IDisposable
{
    /// <summary>Longest that one test run may take on the machine; others wait for it.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    // Calendars know no other years, and every due time of the run must still be an instant.
    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Latest = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly DefinitionStore _definitions;
    private readonly SopPackSource _packs;
    private readonly StaffDirectory _staff;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _turn = new(1, 1);

    internal RehearsalDesk(DefinitionStore definitions, SopPackSource packs, StaffDirectory staff, TimeProvider time)
    {
        _definitions = definitions;
        _packs = packs;
        _staff = staff;
        _time = time;
    }

    /// <param name="version">The latest when null, which may be a draft.</param>
    /// <returns>
    /// Refused with <c>definition.not_found</c>, <c>definition.faulty</c> when it doesn't compile or names what the SOP pack doesn't have,
    /// <c>definition.not_an_sop</c>, or a fault of <c>startsAt</c>, which must lie in the years 2000 to 2099.
    /// </returns>
    /// <exception cref="OperationCanceledException">The caller waits no longer.</exception>
    public async Task<TestRunAnswer> RunAsync(string definitionId, int? version, TestRunRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.StartsAt is { } startsAt && (startsAt < Earliest || startsAt >= Latest))
        {
            return new(null, CaseRefusal.Invalid([new("startsAt", "field.out_of_range", new Dictionary<string, string> { ["min"] = "2000-01-01", ["max"] = "2099-12-31" })]));
        }

        if (await _definitions.GetAsync(definitionId, version, cancellationToken) is not { } meant)
        {
            return new(null, CaseRefusal.NotFound("definition.not_found", ("definition", definitionId)));
        }

        var (compilation, check) = _definitions.Examine(meant.Json.Span, meant.FileName, meant.PublishedAt);
        if (compilation?.Program is not { } program || check.Faults.Any(IsBrokenReference))
        {
            var faults = check.Faults.Count.ToString(System.Globalization.CultureInfo.InvariantCulture);
            return new(null, CaseRefusal.Invalid("definition.faulty", ("name", meant.Name ?? definitionId), ("count", faults)), check);
        }

        if (SopProfile.Of(program.Definition) is null)
        {
            return new(null, CaseRefusal.Conflict("definition.not_an_sop", ("definition", definitionId)));
        }

        var published = meant.IsPublished ? null : await _definitions.ProgramAsync(definitionId, cancellationToken: cancellationToken);
        await _turn.WaitAsync(cancellationToken);
        try
        {
            using var longest = new CancellationTokenSource(Longest, _time);
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, longest.Token);
            var rehearsal = RequestOf(program, request, patience.Token);
            // Off the caller's thread: a page must stay alive meanwhile.
            var run = await Task.Run(() => Run(meant.Version, rehearsal, published), cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            return new(run, null);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    /// <summary>What the SOP pack doesn't have: a calendar, form or clock without which a step can't even begin.</summary>
    private static bool IsBrokenReference(LintFinding fault) =>
        fault.Code.StartsWith("sop.", StringComparison.Ordinal) && fault.Code.EndsWith(".unknown", StringComparison.Ordinal);

    private RehearsalRequest RequestOf(WorkflowProgram program, TestRunRequest request, CancellationToken patience) => new()
    {
        Program = program,
        Programs = _definitions.PublishedProgram,
        Pack = _packs.Current,
        StartsAt = request.StartsAt ?? _time.GetUtcNow(),
        Fields = request.Fields,
        Staff = _staff.Snapshot,
        Decisions = request.Decisions,
        Events = request.Events,
        TimePerTask = request.TimePerTask ?? TimeSpan.FromHours(1),
        Patience = patience,
    };

    private static TestRun Run(int version, RehearsalRequest request, WorkflowProgram? published)
    {
        // The published version may name what the pack has lost since; there is nothing to compare with then.
        if (published is null || SopProfile.Of(published.Definition) is not { } profile
            || !request.Pack.Calendars.ContainsKey(profile.CalendarId) || !request.Pack.Forms.ContainsKey(profile.OpenForm))
        {
            return new(version, CaseRehearsal.Run(request), null, null, []);
        }

        var past = new PastCase(string.Empty, request.StartsAt, request.Fields) { Decisions = request.Decisions, Events = request.Events };
        var compared = RehearsalComparison.Compare(past, new(published, request.Pack), new(request.Program, request.Pack), request);
        return new(version, compared.Draft, published.Version, compared.Current, compared.Differences);
    }
}
