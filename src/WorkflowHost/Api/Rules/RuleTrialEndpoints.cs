using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using WorkflowHost.Api.Problems;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Rules;
using WorkflowHost.Security;
using WorkflowHost.Sop;
using WorkflowHost.Sop.Notices;
using WorkflowHost.Sop.Rules;

namespace WorkflowHost.Api.Rules;

/// <param name="Content">The rule as it is being edited; null tries the one in force.</param>
/// <param name="StartedAt">The instant the clock starts.</param>
/// <param name="Clock">For a ladder: the clock policy it is tried along.</param>
/// <param name="Events">Pauses, extensions and new facts on the way.</param>
public sealed record ClockTrialBody(RuleContentBody? Content, DateTimeOffset StartedAt, bool? IsExpedited, string? Clock, IReadOnlyList<TrialEvent>? Events)
{
    internal ClockTrialRequest ToRequest() => new(StartedAt, IsExpedited ?? false, null, Events);
}

/// <summary>An instant on the way; the text in the caller's language.</summary>
/// <param name="DeliverAt">When people are told, where that isn't at once.</param>
public sealed record TrialMomentBody(TrialMomentKind Kind, DateTimeOffset At, string Text, DateTimeOffset? DeliverAt, IReadOnlyList<string>? Roles);

/// <param name="DueAt">Null while the clock stands still at the end.</param>
/// <param name="Explanation">"Why this deadline?", step by step.</param>
public sealed record ClockTrialAnswer(DateTimeOffset? DueAt, DateTimeOffset? InternalDueAt, bool IsProvisional, IReadOnlyList<string> Explanation, IReadOnlyList<TrialMomentBody> Moments);

/// <param name="BegunAt">The event the calls are counted from.</param>
public sealed record CallTrialBody(RuleContentBody? Content, DateTimeOffset BegunAt);

/// <param name="Facts">What is known of the case.</param>
public sealed record FactTrialBody(RuleContentBody? Content, JsonObject? Facts);

/// <param name="Hits">Which rules hit, the deciding one first.</param>
public sealed record TableTrialAnswer(JsonObject Outputs, bool IsDefault, IReadOnlyList<TableHitBody> Hits);

/// <param name="Text">Why, in the caller's language.</param>
public sealed record TableHitBody(string Rule, string Text, bool IsAdjustment);

/// <summary>Rules tried on paper, drafts too. Nothing is stored and no case is read.</summary>
internal static class RuleTrialEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var tries = api.MapGroup("/rules").RequireAuthorization(AccessPolicies.ReadDefinitions).WithTags("Rules");
        tries.MapPost("/clock/{id}/try", Clock).WithSummary("A clock policy from an instant on: the deadline, its explanation and the timeline. Stores nothing.");
        tries.MapPost("/ladder/{id}/try", Ladder).WithSummary("When the steps of a ladder fire along a clock policy. Stores nothing.");
        tries.MapPost("/plan/{id}/try", Plan).WithSummary("The calls of a revisit plan. Stores nothing.");
        tries.MapPost("/revisit/{id}/try", Revisit).WithSummary("The call of a revisit policy after an event. Stores nothing.");
        tries.MapPost("/table/{id}/try", Table).WithSummary("What a decision table says to some facts, and which rules hit. Stores nothing.");
        tries.MapPost("/notice/{id}/try", Notice).WithSummary("A letter with some facts, as the customer would read it. Stores and sends nothing.");
    }

    private static Results<Ok<ClockTrialAnswer>, Problem> Clock(string id, ClockTrialBody body, RuleTrials trials) =>
        Told(trials.Clock(id, body.Content?.ToContent(), body.ToRequest()));

    private static Results<Ok<ClockTrialAnswer>, Problem> Ladder(string id, ClockTrialBody body, RuleTrials trials) =>
        Told(trials.Ladder(id, body.Content?.ToContent(), body.Clock ?? string.Empty, body.ToRequest()));

    private static Results<Ok<IReadOnlyList<TrialCall>>, Problem> Plan(string id, CallTrialBody body, RuleTrials trials) =>
        Answer(trials.Plan(id, body.Content?.ToContent(), body.BegunAt), calls => calls);

    private static Results<Ok<IReadOnlyList<TrialCall>>, Problem> Revisit(string id, CallTrialBody body, RuleTrials trials) =>
        Answer(trials.Revisit(id, body.Content?.ToContent(), body.BegunAt), calls => calls);

    private static Results<Ok<TableTrialAnswer>, Problem> Table(string id, FactTrialBody body, RuleTrials trials) => Answer(
        trials.Table(id, body.Content?.ToContent(), body.Facts ?? []),
        result => new TableTrialAnswer(result.Outputs, result.IsDefault, [.. result.Hits.Select(hit => new TableHitBody(hit.RuleId, In(hit.Text), hit.IsAdjustment))]));

    private static Results<Ok<RenderedNotice>, Problem> Notice(string id, FactTrialBody body, RuleTrials trials) =>
        Answer(trials.Notice(id, body.Content?.ToContent(), body.Facts ?? []), letter => letter);

    private static Results<Ok<ClockTrialAnswer>, Problem> Told(CommandResult<ClockTrialResult> result) => Answer(
        result,
        trial => new ClockTrialAnswer(
            trial.DueAt, trial.InternalDueAt, trial.IsProvisional, [.. trial.Explanation.Select(In)],
            [.. trial.Moments.Select(moment => new TrialMomentBody(moment.Kind, moment.At, In(moment.Text), moment.DeliverAt, moment.Roles))]));

    private static Results<Ok<TBody>, Problem> Answer<T, TBody>(CommandResult<T> result, Func<T, TBody> body)
        where T : class => result.IsOk ? TypedResults.Ok(body(result.Value)) : Problem.Of(result.Refusal);

    private static string In(LocalizedText text) => text.In(CultureInfo.CurrentUICulture);
}
