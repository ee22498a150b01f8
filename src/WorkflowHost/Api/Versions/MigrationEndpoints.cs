using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using WorkflowHost.Api.Problems;
using WorkflowHost.Api.Requests;
using WorkflowHost.Runtime.Versions;
using WorkflowHost.Security;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Workbench.Language;

namespace WorkflowHost.Api.Versions;

/// <summary>Running cases and the version they go on with.</summary>
internal static class MigrationEndpoints
{
    private const int Most = 200;

    public static void Map(IEndpointRouteBuilder api)
    {
        var migrations = api.MapGroup("/definitions/{id}/migrations").RequireAuthorization(AccessPolicies.MigrateCases).WithTags("Migrations");
        migrations.MapGet("/cases", CasesAsync).WithSummary("Cases that have not ended and run on another version than `to`, the longest open first.");
        migrations.MapPost("/preview", PreviewAsync).WithSummary("Where each case would stand: steps, tasks, clocks kept, changed or new. Stores nothing.");
        migrations.MapPost("/", MigrateAsync).WithSummary("Moves cases, one transaction each, in order; a refusal of one does not stop the others.");
    }

    private static async Task<Results<Ok<MovableCases>, Problem>> CasesAsync(
        string id, int? to, int? from, string? stage, int? take, MigrationDesk desk, ClaimsPrincipal user, CancellationToken cancellation)
    {
        var result = await desk.CasesAsync(id, new(to, from, stage, take ?? Most), user.ToActor(), cancellation);
        return result.IsOk ? TypedResults.Ok(result.Value) : Problem.Of(result.Refusal);
    }

    private static async Task<Results<Ok<IReadOnlyList<MigrationPreviewBody>>, Problem>> PreviewAsync(
        string id, MigrationRequest request, MigrationDesk desk, Words words, ClaimsPrincipal user, CancellationToken cancellation)
    {
        if (FaultOf(request) is { } fault)
        {
            return fault;
        }

        var result = await desk.PreviewAllAsync(id, request.To, [.. request.Cases!.Select(MoveOf)], user.ToActor(), cancellation);
        return result.IsOk
            ? TypedResults.Ok<IReadOnlyList<MigrationPreviewBody>>(
                [.. result.Value.Select(each => each.IsOk ? MigrationPreviewBody.Of(each.Value, words) : MigrationPreviewBody.Refused(Of(each.Refusal, words)))])
            : Problem.Of(result.Refusal);
    }

    private static async Task<Results<Ok<IReadOnlyList<MigrationResultBody>>, Problem>> MigrateAsync(
        string id, MigrationRequest request, CommandHeaders headers, MigrationDesk desk, Words words, ClaimsPrincipal user, CancellationToken cancellation)
    {
        if (FaultOf(request) is { } fault)
        {
            return fault;
        }

        var result = await desk.MigrateAllAsync(id, request.To, [.. request.Cases!.Select(MoveOf)], user.ToActor(), headers.IdempotencyKey, cancellation);
        return result.IsOk
            ? TypedResults.Ok<IReadOnlyList<MigrationResultBody>>(
                [.. result.Value.Zip(request.Cases!, (each, move) => new MigrationResultBody(move.CaseId!, each.Value?.Case, each.IsOk ? null : Of(each.Refusal, words)))])
            : Problem.Of(result.Refusal);
    }

    private static Problem? FaultOf(MigrationRequest request) =>
        request.Cases is not { Count: > 0 } cases ? Problem.OfFields(FieldFaults.Required("cases"))
        : cases.Count > Most ? Problem.OfFields(FieldFaults.TooLong("cases", Most))
        : cases.Any(each => string.IsNullOrWhiteSpace(each?.CaseId)) ? Problem.OfFields(FieldFaults.Required("cases.caseId"))
        : null;

    private static CaseMove MoveOf(MoveRequest move) => new(move.CaseId!, move.Version, move.Choices ?? new Dictionary<string, string?>());

    private static RefusalBody Of(CaseRefusal refusal, Words words) => new(refusal.Code, words.Of(refusal));
}
