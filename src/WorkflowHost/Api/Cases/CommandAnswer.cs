using Microsoft.AspNetCore.Http.HttpResults;
using WorkflowHost.Api.Problems;
using WorkflowHost.Api.Requests;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Api.Cases;

/// <summary>The answer to a command on a case: its new state with the version as ETag, or the refusal with the state it met.</summary>
internal static class CommandAnswer
{
    public static async Task<Results<Ok<CaseView>, Problem>> OfAsync(CommandResult<CaseView> result, HttpResponse response, Func<Task<CaseView?>> current)
    {
        if (result.IsOk)
        {
            Versioned.Mark(response, result.Value.Version);
            return TypedResults.Ok(result.Value);
        }

        return Problem.Of(result.Refusal, result.Refusal.Kind == RefusalKind.Conflict ? await current() : null);
    }
}
