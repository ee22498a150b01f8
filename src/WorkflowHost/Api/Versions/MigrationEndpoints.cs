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

        var previews = new List<MigrationPreviewBody>();
        foreach (var move in request.Cases!)
        {
            var result = await desk.PreviewAsync(id, request.To, MoveOf(move), user.ToActor(), cancellation);
            if (!result.IsOk && IsOfAll(result.Refusal))
            {
                return Problem.Of(result.Refusal);
            }

            previews.Add(result.IsOk ? MigrationPreviewBody.Of(result.Value, words) : MigrationPreviewBody.Refused(Of(result.Refusal, words)));
        }

        return TypedResults.Ok<IReadOnlyList<MigrationPreviewBody>>(previews);
    }

    private static async Task<Results<Ok<IReadOnlyList<MigrationResultBody>>, Problem>> MigrateAsync(
        string id, MigrationRequest request, CommandHeaders headers, MigrationDesk desk, Words words, ClaimsPrincipal user, CancellationToken cancellation)
    {
        if (FaultOf(request) is { } fault)
        {
            return fault;
        }

        var results = new List<MigrationResultBody>();
        foreach (var move in request.Cases!)
        {
            var result = await desk.MigrateAsync(id, request.To, MoveOf(move), user.ToActor(), headers.IdempotencyKey, cancellation);
            if (!result.IsOk && results.Count == 0 && IsOfAll(result.Refusal))
            {
                return Problem.Of(result.Refusal);
            }

            results.Add(new(move.CaseId!, result.Value?.Case, result.IsOk ? null : Of(result.Refusal, words)));
        }

        return TypedResults.Ok<IReadOnlyList<MigrationResultBody>>(results);
    }

    /// <summary>It lies with the version or the person, so it would be said of every case.</summary>
    private static bool IsOfAll(CaseRefusal refusal) =>
        refusal.Code is "migration.role_required" or "definition.not_found" or "definition.not_published" or "migration.version_unknown" or "migration.never_published" or "migration.version_broken";

    private static Problem? FaultOf(MigrationRequest request) =>
        request.Cases is not { Count: > 0 } cases ? Problem.OfFields(FieldFaults.Required("cases"))
        : cases.Count > Most ? Problem.OfFields(FieldFaults.TooLong("cases", Most))
        : cases.Any(each => string.IsNullOrWhiteSpace(each?.CaseId)) ? Problem.OfFields(FieldFaults.Required("cases.caseId"))
        : null;

    private static CaseMove MoveOf(MoveRequest move) => new(move.CaseId!, move.Version, move.Choices ?? new Dictionary<string, string?>());

    private static RefusalBody Of(CaseRefusal refusal, Words words) => new(refusal.Code, words.Of(refusal));
}
