using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using WorkflowHost.Api.Problems;
using WorkflowHost.Runtime.Rehearsals;
using WorkflowHost.Security;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Clocks;
using WorkflowHost.Sop.Rehearsals;
using WorkflowHost.Workbench.Language;

namespace WorkflowHost.Api.Rehearsals;

/// <param name="ActivityId">The step.</param>
/// <param name="Outcome">One of its outcomes.</param>
/// <param name="Fields">Values of the step's form; what is required besides is filled in.</param>
/// <param name="EveryTime">Each time the step is reached; else once.</param>
public sealed record DecisionRequest(string? ActivityId, string? Outcome, JsonObject? Fields, bool? EveryTime);

/// <param name="Fields">Values of the opening form; what is required besides is filled in.</param>
/// <param name="StartsAt">When the case is opened; now when absent.</param>
/// <param name="Version">The version to run; the latest, which may be a draft, when absent.</param>
public sealed record TestRunBody(JsonObject? Fields, DateTimeOffset? StartsAt, int? Version, IReadOnlyList<DecisionRequest>? Decisions);

/// <summary>One line of what happened.</summary>
public sealed record TestRunLine(DateTimeOffset At, string Who, string Kind, string Sentence);

public sealed record TestRunTask(string ActivityId, string Name, string Role, string? Assignee, CaseTaskStatus Status, string? Outcome, IReadOnlyList<string> Outcomes, DateTimeOffset CreatedAt, DateTimeOffset? DueAt, DateTimeOffset? CompletedAt);

public sealed record TestRunClock(string Policy, string Name, ClockStatus Status, DateTimeOffset StartedAt, DateTimeOffset DueAt, bool? IsMet);

/// <summary>A form that was filled in because nobody gave these values.</summary>
public sealed record TestRunFilled(string? ActivityId, string Form, JsonObject Values);

/// <summary>How the case went. Nothing of it was stored or sent.</summary>
/// <param name="Stopped">Why it went no further.</param>
/// <param name="Notices">Letters and messages the customer would have got.</param>
/// <param name="ComparedWith">The published version the differences are against; null when none was run beside it.</param>
/// <param name="Differences">What a customer or a supervisor would notice.</param>
public sealed record TestRunResult(
    int Version,
    StopReason StopReason,
    string Stopped,
    DateTimeOffset StoppedAt,
    IReadOnlyList<TestRunLine> Timeline,
    IReadOnlyList<TestRunTask> Tasks,
    IReadOnlyList<TestRunClock> Clocks,
    IReadOnlyList<RehearsedNotice> Notices,
    IReadOnlyList<TestRunFilled> Filled,
    int? ComparedWith,
    IReadOnlyList<string> Differences);

/// <summary>Test runs of versions in virtual time.</summary>
internal static class RehearsalEndpoints
{
    private const int MostDecisions = 200;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/definitions/{id}/test-run", RunAsync).RequireAuthorization(AccessPolicies.EditDefinitions).WithTags("Definitions")
            .WithSummary("Plays a case through a version, a draft too, in virtual time: timeline, tasks, clocks, notices. Touches no case, task or message.");

    private static async Task<Results<Ok<TestRunResult>, Problem>> RunAsync(
        string id, TestRunBody request, RehearsalDesk desk, Words words, PackLabels labels, CancellationToken cancellation)
    {
        var decisions = request.Decisions ?? [];
        if (decisions.Count > MostDecisions)
        {
            return Problem.OfFields(FieldFaults.TooLong("decisions", MostDecisions));
        }

        if (decisions.Any(each => string.IsNullOrEmpty(each?.ActivityId) || string.IsNullOrEmpty(each.Outcome)))
        {
            return Problem.OfFields(FieldFaults.Required("decisions.outcome"));
        }

        var run = new TestRunRequest(request.Fields ?? [], request.StartsAt)
        {
            Decisions = [.. decisions.Select(each => new RehearsedDecision(each.ActivityId!, each.Outcome!) { Fields = each.Fields ?? [], IsEveryTime = each.EveryTime ?? false })],
        };
        var answer = await desk.RunAsync(id, request.Version, run, cancellation);
        return answer.Run is { } done ? TypedResults.Ok(Of(done, words, labels)) : Problem.Of(answer.Refusal!);
    }

    private static TestRunResult Of(TestRun run, Words words, PackLabels labels)
    {
        var (result, culture) = (run.Result, CultureInfo.CurrentUICulture);
        return new(
            run.Version,
            result.Stop.Reason,
            result.Stop.Sentence.In(culture),
            result.StoppedAt,
            [.. result.Timeline.Select(each => new TestRunLine(each.At, each.ActorName, each.Kind, words.Of(each, name => name)))],
            [.. result.Tasks.Select(each => new TestRunTask(
                each.ActivityId, labels.Step(each.FormId, each.Name), each.Role, each.AssigneeName, each.Status, each.Outcome, each.Outcomes, each.CreatedAt, each.DueAt, each.CompletedAt))],
            [.. result.Clocks.Select(each => new TestRunClock(each.PolicyId, labels.Clock(each.PolicyId), each.Status, each.StartedAt, each.DueAt, each.IsMet))],
            result.Notices,
            [.. result.Filled.Select(each => new TestRunFilled(each.ActivityId, each.FormId, each.Values))],
            run.ComparedWith,
            [.. run.Differences.Select(each => each.In(culture))]);
    }
}
