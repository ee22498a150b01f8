using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using WorkflowHost.Api.Problems;
using WorkflowHost.Runtime.Staff;
using WorkflowHost.Security;
using WorkflowHost.Sop.Staff;

namespace WorkflowHost.Api.Staff;

/// <summary>What an administrator enters about a person; roles are codes.</summary>
/// <param name="Skills">Codes that steps ask for, e.g. a line of business; without blanks.</param>
/// <param name="SubstituteId">Staff id of who is given the work that names this person while they are away or have left; an empty text takes it back.</param>
public sealed record StaffRequest(
    string? UserName,
    string? DisplayName,
    string? StaffNo,
    IReadOnlyList<string>? Roles,
    string? Branch,
    IReadOnlyList<string>? Skills,
    bool? IsActive,
    DateTimeOffset? AbsentUntil,
    string? SubstituteId = null);

/// <param name="OneTimePassword">To be handed over; it must be replaced at first sign-in and is shown this once.</param>
public sealed record HiredStaff(StaffMember Member, string OneTimePassword);

/// <param name="Password">To be handed over; it must be replaced at the next sign-in.</param>
public sealed record OneTimePasswordBody(string Password);

internal static class StaffEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var staff = api.MapGroup("/staff").WithTags("Staff");
        staff.MapGet("/", ListAsync).RequireAuthorization(AccessPolicies.Work).WithSummary("Everybody, by name, with open tasks.");
        staff.MapGet("/{id}", Get).RequireAuthorization(AccessPolicies.Work).WithSummary("One person.");
        staff.MapPost("/", HireAsync).RequireAuthorization(AccessPolicies.Administer).WithSummary("Adds a person with an account and a one-time password.");
        staff.MapPut("/{id}", ChangeAsync).RequireAuthorization(AccessPolicies.Administer).WithSummary("Changes a person: roles, branch, absence, whether active.");
        staff.MapPost("/{id}/password-reset", ResetAsync).RequireAuthorization(AccessPolicies.Administer).WithSummary("Gives a person a one-time password and ends all sessions.");
    }

    private static async Task<Ok<IReadOnlyList<StaffMember>>> ListAsync(StaffDirectory staff, CancellationToken cancellation) =>
        TypedResults.Ok(await staff.ListAsync(cancellation));

    private static Results<Ok<StaffMember>, Problem> Get(string id, StaffDirectory staff) =>
        staff.Find(id) is { } member ? TypedResults.Ok(member) : Problem.NotFound("staff.not_found", id);

    private static async Task<Results<Created<HiredStaff>, Problem>> HireAsync(
        StaffRequest request, StaffHiring hiring, ClaimsPrincipal user, CancellationToken cancellation)
    {
        var member = Applied(request, new StaffMember(StaffIds.New(), string.Empty, string.Empty, null, [], null, [], true, null, 0));
        var result = await hiring.HireAsync(member, user.ToActor(), cancellation);
        if (!result.IsOk)
        {
            return Problem.Of(result.Refusal);
        }

        return TypedResults.Created($"/api/v1/staff/{member.Id}", new HiredStaff(result.Value.Member, result.Value.Password));
    }

    private static async Task<Results<Ok<StaffMember>, Problem>> ChangeAsync(
        string id, StaffRequest request, StaffHiring hiring, StaffDirectory staff, ClaimsPrincipal user, CancellationToken cancellation)
    {
        if (staff.Find(id) is not { } before)
        {
            return Problem.NotFound("staff.not_found", id);
        }

        var result = await hiring.ChangeAsync(Applied(request, before), user.ToActor(), cancellation);
        if (!result.IsOk)
        {
            return Problem.Of(result.Refusal);
        }

        return TypedResults.Ok(result.Value);
    }

    private static async Task<Results<Ok<OneTimePasswordBody>, Problem>> ResetAsync(string id, StaffDirectory staff, AccountDesk accounts, ClaimsPrincipal user) =>
        staff.Find(id) is { } member ? TypedResults.Ok(new OneTimePasswordBody(await accounts.ResetPasswordAsync(member, user.ToActor()))) : Problem.NotFound("staff.not_found", id);

    /// <summary>What is not sent stays as it is; only an absence is ended by sending none.</summary>
    private static StaffMember Applied(StaffRequest request, StaffMember before) => before with
    {
        UserName = request.UserName?.Trim() ?? before.UserName,
        DisplayName = request.DisplayName?.Trim() ?? before.DisplayName,
        StaffNo = request.StaffNo ?? before.StaffNo,
        Roles = request.Roles is null ? before.Roles : [.. request.Roles.Distinct(StringComparer.Ordinal)],
        Branch = request.Branch ?? before.Branch,
        Skills = request.Skills is null ? before.Skills : [.. request.Skills.Distinct(StringComparer.Ordinal)],
        IsActive = request.IsActive ?? before.IsActive,
        AbsentUntil = request.AbsentUntil,
        SubstituteId = request.SubstituteId is null ? before.SubstituteId : request.SubstituteId.Length == 0 ? null : request.SubstituteId,
    };
}
