using System.Collections.Immutable;
using System.Text.Json.Nodes;
using WorkflowHost.Sop.Staff;

namespace WorkflowHost.Sop.Cases;

/// <summary>Logging what came of a follow-up call.</summary>
internal static class RevisitCommands
{
    private static readonly ImmutableArray<string> Callers =
        [StaffRoles.Scheduler, StaffRoles.Agent, StaffRoles.Handler, StaffRoles.TeamLead, StaffRoles.Manager, StaffRoles.Coordinator];

    public static CaseOutcome LogAttempt(CaseState state, LogRevisitAttempt command, CaseEnvironment environment)
    {
        if (state.Revisits.FirstOrDefault(r => r.Id == command.RevisitId) is not { } revisit)
        {
            return CaseOutcome.Of(CaseRefusal.NotFound("revisit.not_found", ("revisit", command.RevisitId)));
        }

        if (!command.Actor.IsInAny(Callers))
        {
            return CaseOutcome.Of(CaseRefusal.Forbidden("revisit.role_required", ("roles", string.Join(',', Callers))));
        }

        var attempt = command.Attempt;
        if (attempt.Result == Revisits.AttemptResult.Skipped)
        {
            // Leaving an attempt out is a supervisor's decision with a reason, made at its timer.
            return CaseOutcome.Of(CaseRefusal.Conflict("revisit.result_not_allowed", ("revisit", revisit.Id), ("channel", attempt.Channel.ToString()), ("result", attempt.Result.ToString())));
        }

        var policy = environment.Pack.RevisitPolicies[revisit.PolicyId];
        if (attempt.Result == Revisits.AttemptResult.Connected)
        {
            var validation = CaseForms.Validate(environment, policy.FormId, attempt.Answers ?? new JsonObject(), outcome: null, state.Data, state.Number);
            if (validation.Refusal is { } refusal)
            {
                return CaseOutcome.Of(refusal);
            }

            attempt = attempt with
            {
                Answers = validation.Values,
                Rating = (int?)validation.Values.Whole("rating") ?? attempt.Rating,
                HasProblem = attempt.HasProblem || validation.Values.IsTrue("problemFound"),
            };
        }

        return CaseWork.Of(state, command.Actor, environment).LogAttempt(revisit, attempt);
    }
}
