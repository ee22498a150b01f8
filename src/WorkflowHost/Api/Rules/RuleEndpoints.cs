using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using WorkflowHost.Api.Definitions;
using WorkflowHost.Api.Problems;
using WorkflowHost.Api.Requests;
using WorkflowHost.Runtime.Rules;
using WorkflowHost.Security;
using WorkflowHost.Sop.Rules;

namespace WorkflowHost.Api.Rules;

/// <summary>Clock policies, calendars, ladders, tables, forms, notices, revisits, plans and limits, edited on screen.</summary>
internal static class RuleEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var read = api.MapGroup("/rules").RequireAuthorization(AccessPolicies.ReadDefinitions).WithTags("Rules");
        read.MapGet("/", ListAsync).WithSummary("Every rule of the pack with its evidence, its draft and the SOPs that use it; of one kind with `kind`.");
        read.MapGet("/file-conflicts", (RuleDesk desk) => TypedResults.Ok(desk.FileConflicts.Select(RuleFileConflictBody.Of)))
            .WithSummary("Files that changed although their rule was edited on screen.");
        read.MapGet("/{kind}/{id}", GetAsync).WithSummary("One rule: what is in force, its draft and its versions.");
        read.MapGet("/{kind}/{id}/review", ReviewDraftAsync).WithSummary("What publishing the draft would find and change; without a draft, what is found in the rule in force.");
        var edit = api.MapGroup("/rules/{kind}/{id}").RequireAuthorization(AccessPolicies.EditDefinitions).WithTags("Rules");
        edit.MapPost("/review", ReviewAsync).WithSummary("What publishing some content would find and change. Stores nothing.");
        edit.MapPut("/draft", SaveAsync).WithSummary("Keeps a draft, with faults too; with `revision`, only over what the editor started from.");
        edit.MapDelete("/draft", DiscardAsync).WithSummary("Throws the draft away.");
        edit.MapPost("/versions/{version:int}/restore", RestoreAsync).WithSummary("Makes the draft what an earlier version was.");
        edit.MapPost("/publish", PublishAsync).WithSummary("Puts the draft in force on every host, without a restart; running cases keep their deadlines. Where a second pair of eyes is needed, asks for it.");
        edit.MapPost("/publication-request/approve", ApproveAsync).WithSummary("Publishes what was asked for. Not for who asked for it or saved it.");
        edit.MapPost("/publication-request/reject", RejectAsync).WithSummary("Sends what was asked for back with a reason.");
        edit.MapPost("/publication-request/withdraw", WithdrawAsync).WithSummary("Takes one's own request back.");
        edit.MapPost("/file/export", ExportAsync).WithSummary("Writes what is in force into the rule's file; the rest of the file stays as it is.");
        edit.MapPost("/file/take", TakeAsync).WithSummary("Makes the draft what the file says.");
        edit.MapPost("/file/keep", KeepAsync).WithSummary("Passes over the file as it now is.");
    }

    private static async Task<Ok<IEnumerable<RuleSummaryBody>>> ListAsync(Code<RuleKind>? kind, RuleDesk desk, CancellationToken cancellation) =>
        TypedResults.Ok((await desk.ListAsync(kind?.Value, cancellation)).Select(RuleSummaryBody.Of));

    private static async Task<Results<Ok<RuleBody>, Problem>> GetAsync(Code<RuleKind> kind, string id, RuleDesk desk, CancellationToken cancellation) =>
        await desk.FindAsync(new(kind.Value, id), cancellation) is { } rule ? TypedResults.Ok(RuleBody.Of(rule)) : Problem.NotFound("rule.not_found", id);

    private static async Task<Results<Ok<RuleReviewBody>, Problem>> ReviewDraftAsync(Code<RuleKind> kind, string id, RuleDesk desk, CancellationToken cancellation)
    {
        var key = new RuleKey(kind.Value, id);
        return await desk.FindAsync(key, cancellation) is { } rule
            ? TypedResults.Ok(RuleReviewBody.Of(await desk.ReviewAsync(key, rule.Draft is { } draft ? draft.Content : rule.InForce, cancellation)))
            : Problem.NotFound("rule.not_found", id);
    }

    private static async Task<Ok<RuleReviewBody>> ReviewAsync(Code<RuleKind> kind, string id, RuleContentBody body, RuleDesk desk, CancellationToken cancellation) =>
        TypedResults.Ok(RuleReviewBody.Of(await desk.ReviewAsync(new(kind.Value, id), body.ToContent(), cancellation)));

    private static async Task<Results<Ok<RuleBody>, Problem>> SaveAsync(Code<RuleKind> kind, string id, RuleSaveBody body, RuleDesk desk, ClaimsPrincipal user, CancellationToken cancellation) =>
        Answer(await desk.SaveAsync(new(kind.Value, id), body.Content?.ToContent(), body.Revision, user.ToActor(), cancellation));

    private static async Task<Results<Ok<RuleBody>, NoContent, Problem>> DiscardAsync(Code<RuleKind> kind, string id, int? revision, RuleDesk desk, ClaimsPrincipal user, CancellationToken cancellation)
    {
        var answer = await desk.DiscardAsync(new(kind.Value, id), revision, user.ToActor(), cancellation);
        return answer.Refusal is { } refusal ? Problem.Of(refusal) : answer.Rule is { } rule ? TypedResults.Ok(RuleBody.Of(rule)) : TypedResults.NoContent();
    }

    private static async Task<Results<Ok<RuleBody>, Problem>> RestoreAsync(Code<RuleKind> kind, string id, int version, RuleDesk desk, ClaimsPrincipal user, CancellationToken cancellation) =>
        Answer(await desk.RestoreAsync(new(kind.Value, id), version, from: null, user.ToActor(), cancellation));

    private static async Task<Results<Ok<RuleBody>, Problem>> PublishAsync(Code<RuleKind> kind, string id, int? revision, RuleDesk desk, ClaimsPrincipal user, CancellationToken cancellation) =>
        Answer(await desk.PublishAsync(new(kind.Value, id), revision, user.ToActor(), cancellation));

    private static async Task<Results<Ok<RuleBody>, Problem>> ApproveAsync(Code<RuleKind> kind, string id, int revision, RuleDesk desk, ClaimsPrincipal user, CancellationToken cancellation) =>
        Answer(await desk.ApproveAsync(new(kind.Value, id), revision, user.ToActor(), cancellation));

    private static async Task<Results<Ok<RuleBody>, Problem>> RejectAsync(Code<RuleKind> kind, string id, RejectionBody body, RuleDesk desk, ClaimsPrincipal user, CancellationToken cancellation) =>
        body.Revision is { } revision
            ? Answer(await desk.RejectAsync(new(kind.Value, id), revision, body.Reason, user.ToActor(), cancellation))
            : Problem.OfFields(new Sop.Forms.FieldFault("revision", "field.required", new Dictionary<string, string>()));

    private static async Task<Results<Ok<RuleBody>, Problem>> WithdrawAsync(Code<RuleKind> kind, string id, RuleDesk desk, ClaimsPrincipal user, CancellationToken cancellation) =>
        Answer(await desk.WithdrawAsync(new(kind.Value, id), user.ToActor(), cancellation));

    private static async Task<Results<Ok<RuleFileBody>, Problem>> ExportAsync(Code<RuleKind> kind, string id, RuleDesk desk, ClaimsPrincipal user, CancellationToken cancellation)
    {
        var (file, refusal) = await desk.ExportAsync(new(kind.Value, id), user.ToActor(), cancellation);
        return refusal is null ? TypedResults.Ok(new RuleFileBody(file!)) : Problem.Of(refusal);
    }

    private static async Task<Results<Ok<RuleBody>, Problem>> TakeAsync(Code<RuleKind> kind, string id, RuleDesk desk, ClaimsPrincipal user, CancellationToken cancellation) =>
        Answer(await desk.TakeFileAsync(new(kind.Value, id), user.ToActor(), cancellation));

    private static async Task<Results<NoContent, Problem>> KeepAsync(Code<RuleKind> kind, string id, RuleDesk desk, ClaimsPrincipal user, CancellationToken cancellation) =>
        await desk.KeepScreenAsync(new(kind.Value, id), user.ToActor(), cancellation) is { } refusal ? Problem.Of(refusal) : TypedResults.NoContent();

    /// <summary>What a refused publication was refused for goes with it.</summary>
    private static Results<Ok<RuleBody>, Problem> Answer(RuleAnswer answer) => answer.Refusal is { } refusal
        ? Problem.Of(refusal, answer.Review is { } review ? RuleReviewBody.Of(review) : null)
        : TypedResults.Ok(RuleBody.Of(answer.Rule!));
}
