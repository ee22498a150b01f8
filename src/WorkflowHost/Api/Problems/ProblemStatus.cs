using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Api.Problems;

/// <summary>The HTTP status that stands for a refusal.</summary>
internal static class ProblemStatus
{
    public static int Of(CaseRefusal refusal) => refusal.Kind switch
    {
        RefusalKind.Invalid => StatusCodes.Status400BadRequest,
        RefusalKind.Forbidden => StatusCodes.Status403Forbidden,
        RefusalKind.NotFound => StatusCodes.Status404NotFound,
        RefusalKind.Conflict => StatusCodes.Status409Conflict,

        // Storage that is full or locked is nobody's mistake and may pass: the caller shall try again later.
        RefusalKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
        _ => throw new InvalidOperationException($"Refusal kind {refusal.Kind} has no HTTP status."),
    };
}
