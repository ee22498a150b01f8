using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using WorkflowHost.Api.Problems;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Security;

namespace WorkflowHost.Api.Clocks;

/// <summary>A clock with the reason for its deadline.</summary>
/// <param name="Explanation">"Why this deadline?": the steps of the computation in the caller's language.</param>
public sealed record ClockBody(ClockView Clock, IReadOnlyList<string> Explanation);

internal static class ClockEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var clocks = api.MapGroup("/").WithTags("Clocks");
        clocks.MapGet("/cases/{id}/clocks", ListAsync).RequireAuthorization(AccessPolicies.Work).WithSummary("The clocks of a case, each with the reason for its deadline.");
        clocks.MapGet("/cases/{id}/clocks/{clockId}", GetAsync).RequireAuthorization(AccessPolicies.Work).WithSummary("One clock, explained.");
        clocks.MapGet("/clocks/due", BoardAsync).RequireAuthorization(AccessPolicies.Supervise).WithSummary("What is due next across the team, and each person's load.");
    }

    private static async Task<Results<Ok<IReadOnlyList<ClockBody>>, Problem>> ListAsync(
        string id, CaseQueries queries, ClaimsPrincipal user, CancellationToken cancellation) =>
        await queries.CaseAsync(id, user.ToActor(), cancellation) is { } view
            ? TypedResults.Ok<IReadOnlyList<ClockBody>>([.. view.Clocks.Select(Explained)])
            : Problem.NotFound("case.not_found", id);

    private static async Task<Results<Ok<ClockBody>, Problem>> GetAsync(
        string id, string clockId, CaseQueries queries, ClaimsPrincipal user, CancellationToken cancellation)
    {
        if (await queries.CaseAsync(id, user.ToActor(), cancellation) is not { } view)
        {
            return Problem.NotFound("case.not_found", id);
        }

        return view.Clocks.FirstOrDefault(clock => clock.Id == clockId) is { } clock
            ? TypedResults.Ok(Explained(clock))
            : Problem.NotFound("clock.not_found", clockId);
    }

    private static async Task<Ok<BoardView>> BoardAsync([AsParameters] BoardFilter filter, CaseQueries queries, ClaimsPrincipal user, CancellationToken cancellation) =>
        TypedResults.Ok(await queries.BoardAsync(user.ToActor(), filter, cancellation));

    private static ClockBody Explained(ClockView clock) => new(clock, clock.DerivationIn(CultureInfo.CurrentUICulture));
}
