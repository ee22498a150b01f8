using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using WorkflowHost.Api.Problems;
using WorkflowHost.Runtime.Audit;
using WorkflowHost.Runtime.Staff;
using WorkflowHost.Security;
using WorkflowHost.Security.ApiKeys;
using WorkflowHost.Security.Auditing;
using WorkflowHost.Sop.Forms;

namespace WorkflowHost.Api.ApiKeys;

/// <param name="Name">What the key is for; 1 to 100 characters.</param>
/// <param name="StaffId">The staff member it acts as.</param>
/// <param name="ExpiresAt">Null: until revoked.</param>
public sealed record ApiKeyRequest(string? Name, string? StaffId, DateTimeOffset? ExpiresAt);

/// <summary>A key as a list shows it: everything but its secret.</summary>
public sealed record ApiKeyBody(string Id, string Name, string StaffId, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? RevokedAt);

/// <param name="Key">The text to send in <c>X-Api-Key</c>. It is shown this once and stored nowhere.</param>
public sealed record IssuedApiKey(ApiKeyBody About, string Key);

internal static class ApiKeyEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var keys = api.MapGroup("/api-keys").RequireAuthorization(AccessPolicies.Administer).WithTags("API keys");
        keys.MapGet("/", ListAsync).WithSummary("All keys, without their secrets.");
        keys.MapPost("/", IssueAsync).WithSummary("Issues a key; the answer holds the only copy of its secret.");
        keys.MapDelete("/{id}", RevokeAsync).WithSummary("Revokes a key.");
    }

    private static async Task<Ok<IEnumerable<ApiKeyBody>>> ListAsync(ApiKeyRing ring, CancellationToken cancellation) =>
        TypedResults.Ok((await ring.ListAsync(cancellation)).Select(BodyOf));

    private static async Task<Results<Created<IssuedApiKey>, Problem>> IssueAsync(
        ApiKeyRequest request, ApiKeyRing ring, StaffDirectory staff, AuditTrail audit, ClaimsPrincipal user, TimeProvider time, CancellationToken cancellation)
    {
        if (FaultsOf(request, time.GetUtcNow()) is { Count: > 0 } faults)
        {
            return Problem.OfFields(faults);
        }

        if (staff.Find(request.StaffId) is null)
        {
            return Problem.NotFound("staff.not_found", request.StaffId!);
        }

        var (key, text) = await ring.IssueAsync(request.Name!.Trim(), request.StaffId!, request.ExpiresAt, cancellation);
        await audit.RecordAsync(user.ToActor(), AccessEvents.ApiKeyCreated, $"key:{key.Id}", $"acts as {key.StaffId}");
        return TypedResults.Created($"/api/v1/api-keys/{key.Id}", new IssuedApiKey(BodyOf(key), text));
    }

    private static async Task<Results<NoContent, Problem>> RevokeAsync(string id, ApiKeyRing ring, AuditTrail audit, ClaimsPrincipal user, CancellationToken cancellation)
    {
        if (!await ring.RevokeAsync(id, cancellation))
        {
            return Problem.NotFound("api_key.not_found", id);
        }

        await audit.RecordAsync(user.ToActor(), AccessEvents.ApiKeyRevoked, $"key:{id}");
        return TypedResults.NoContent();
    }

    private static List<FieldFault> FaultsOf(ApiKeyRequest request, DateTimeOffset now)
    {
        var faults = new List<FieldFault>();
        if (string.IsNullOrWhiteSpace(request.Name))
        {
            faults.Add(FieldFaults.Required("name"));
        }
        else if (request.Name.Length > 100)
        {
            faults.Add(FieldFaults.TooLong("name", 100));
        }

        if (string.IsNullOrWhiteSpace(request.StaffId))
        {
            faults.Add(FieldFaults.Required("staffId"));
        }

        if (request.ExpiresAt <= now)
        {
            faults.Add(FieldFaults.Of("expiresAt", "field.out_of_range"));
        }

        return faults;
    }

    private static ApiKeyBody BodyOf(ApiKey key) => new(key.Id, key.Name, key.StaffId, key.CreatedAt, key.ExpiresAt, key.RevokedAt);
}
