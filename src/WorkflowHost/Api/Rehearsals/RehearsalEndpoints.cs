using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using WorkflowHost.Api.Problems;
using WorkflowHost.Runtime.Rehearsals;
using WorkflowHost.Security;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Clocks;
using WorkflowHost.Sop.Forms;
using WorkflowHost.Sop.Rehearsals;
using WorkflowHost.Workbench.Language;

namespace WorkflowHost.Api.Rehearsals;

/// <param name="ActivityId">The step.</param>
/// <param name="Outcome">One of its outcomes; of a step that waits for another system or case, how that one answers (see <c>answers</c> of a run).</param>
/// <param name="Fields">Values of the step's form, what is required besides is filled in; or what the other system or case answers.</param>
/// <param name="EveryTime">Each time the step is reached; else once.</param>
public sealed record DecisionRequest(string? ActivityId, string? Outcome, JsonObject? Fields, bool? EveryTime);

/// <summary>Something raised on the case.</summary>
/// <param name="Event">Its name, e.g. <c>withdrawn</c>.</param>
/// <param name="AfterHours">Since the case was opened, 0 to 43,800; at once when absent.</param>
/// <param name="Fields">Values of the event's form; what is required besides is filled in.</param>
public sealed record EventRequest(string? Event, double? AfterHours, JsonObject? Fields);

/// <param name="Fields">Values of the opening form; what is required besides is filled in.</param>
/// <param name="StartsAt">When the case is opened, in the years 2000 to 2099; now when absent.</param>
/// <param name="Version">The version to run; the latest, which may be a draft, when absent.</param>
public sealed record TestRunBody(JsonObject? Fields, DateTimeOffset? StartsAt, int? Version, IReadOnlyList<DecisionRequest>? Decisions, IReadOnlyList<EventRequest>? Events);

/// <summary>One line of what happened.</summary>
public sealed record TestRunLine(DateTimeOffset At, string Who, string Kind, string Sentence);

public sealed record TestRunTask(string ActivityId, string Name, string Role, string? Assignee, CaseTaskStatus Status, string? Outcome, IReadOnlyList<string> Outcomes, DateTimeOffset CreatedAt, DateTimeOffset? DueAt, DateTimeOffset? CompletedAt);

public sealed record TestRunClock(string Policy, string Name, ClockStatus Status, DateTimeOffset StartedAt, DateTimeOffset DueAt, bool? IsMet);

/// <summary>A form that was filled in because nobody gave these values.</summary>
public sealed record TestRunFilled(string? ActivityId, string Form, JsonObject Values);

/// <summary>What another system, workflow or case was taken to answer, since none was asked.</summary>
/// <param name="Outcome">How it answered.</param>
/// <param name="Outcomes">How it may answer: what a decision of the step can name. Of an HTTP request any other status code too.</param>
public sealed record TestRunAnswered(string ActivityId, string Name, string Type, string Outcome, IReadOnlyList<string> Outcomes, DateTimeOffset At, JsonObject Values);

/// <summary>How the case went. Nothing of it was stored or sent.</summary>
/// <param name="Stopped">Why it went no further.</param>
/// <param name="StoppedStep">The step it stands at; null when at none in particular.</param>
/// <param name="Notices">Letters and messages the customer would have got.</param>
/// <param name="ComparedWith">The published version the differences are against; null when none was run beside it.</param>
/// <param name="Differences">What a customer or a supervisor would notice.</param>
public sealed record TestRunResult(
    int Version,
    StopReason StopReason,
    string Stopped,
    string? StoppedStep,
    DateTimeOffset StoppedAt,
    IReadOnlyList<TestRunLine> Timeline,
    IReadOnlyList<TestRunTask> Tasks,
    IReadOnlyList<TestRunClock> Clocks,
    IReadOnlyList<RehearsedNotice> Notices,
    IReadOnlyList<TestRunFilled> Filled,
    IReadOnlyList<TestRunAnswered> Answers,
    int? ComparedWith,
    IReadOnlyList<string> Differences);

/// <summary>Test runs of versions in virtual time.</summary>
internal static class RehearsalEndpoints
{
    private const int MostDecisions = 200;
    private const int MostEvents = 200;

    /// <summary>Five years, after which no run goes on.</summary>
    private const double MostHours = 5 * 365 * 24;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/definitions/{id}/test-run", RunAsync).RequireAuthorization(AccessPolicies.EditDefinitions).WithTags("Definitions")
            .WithSummary("Plays a case through a version, a draft too, in virtual time: timeline, tasks, clocks, notices. Touches no case, task or message.");

    private static async Task<Results<Ok<TestRunResult>, Problem>> RunAsync(
        string id, TestRunBody request, RehearsalDesk desk, Words words, PackLabels labels, CancellationToken cancellation)
    {
        if (FaultsOf(request) is { Length: > 0 } faults)
        {
            return Problem.OfFields(faults);
        }

        var run = new TestRunRequest(request.Fields ?? [], request.StartsAt)
        {
            Decisions = [.. (request.Decisions ?? []).Select(each => new RehearsedDecision(each.ActivityId!, each.Outcome!) { Fields = each.Fields ?? [], IsEveryTime = each.EveryTime ?? false })],
            Events = [.. (request.Events ?? []).Select(each => new RehearsedEvent(each.Event!, TimeSpan.FromHours(each.AfterHours ?? 0)) { Fields = each.Fields ?? [] })],
        };
        var answer = await desk.RunAsync(id, request.Version, run, cancellation);
        return answer.Run is { } done ? TypedResults.Ok(Of(done, words, labels)) : Problem.Of(answer.Refusal!, answer.Check);
    }

    private static FieldFault[] FaultsOf(TestRunBody request)
    {
        var (decisions, events) = (request.Decisions ?? [], request.Events ?? []);
        FieldFault?[] faults =
        [
            decisions.Count > MostDecisions ? FieldFaults.TooLong("decisions", MostDecisions) : null,
            decisions.Any(each => string.IsNullOrEmpty(each?.ActivityId) || string.IsNullOrEmpty(each.Outcome)) ? FieldFaults.Required("decisions.outcome") : null,
            events.Count > MostEvents ? FieldFaults.TooLong("events", MostEvents) : null,
            events.Any(each => string.IsNullOrEmpty(each?.Event)) ? FieldFaults.Required("events.event") : null,
            events.Any(each => each?.AfterHours is { } hours && hours is not (>= 0 and <= MostHours)) ? FieldFaults.Of("events.afterHours", "field.out_of_range") : null,
        ];
        return [.. faults.OfType<FieldFault>()];
    }

    private static TestRunResult Of(TestRun run, Words words, PackLabels labels)
    {
        var (result, culture) = (run.Result, CultureInfo.CurrentUICulture);
        return new(
            run.Version,
            result.Stop.Reason,
            result.Stop.Sentence.In(culture),
            result.Stop.ActivityId,
            result.StoppedAt,
            [.. result.Timeline.Select(each => new TestRunLine(each.At, each.ActorName, each.Kind, words.Of(each, name => name)))],
            [.. result.Tasks.Select(each => new TestRunTask(
                each.ActivityId, labels.Step(each.FormId, each.Name), each.Role, each.AssigneeName, each.Status, each.Outcome, each.Outcomes, each.CreatedAt, each.DueAt, each.CompletedAt))],
            [.. result.Clocks.Select(each => new TestRunClock(each.PolicyId, labels.Clock(each.PolicyId), each.Status, each.StartedAt, each.DueAt, each.IsMet))],
            result.Notices,
            [.. result.Filled.Select(each => new TestRunFilled(each.ActivityId, each.FormId, each.Values))],
            [.. result.Answers.Select(each => new TestRunAnswered(each.ActivityId, each.Name, each.Type, each.Outcome, each.Outcomes, each.At, each.Values))],
            run.ComparedWith,
            [.. run.Differences.Select(each => each.In(culture))]);
    }
}
