using Microsoft.AspNetCore.Http.HttpResults;
using WorkflowHost.Api.Problems;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Sop.Forms;

namespace WorkflowHost.Api.Forms;

internal static class FormEndpoints
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/forms/{id}", Get).WithTags("Forms").WithSummary("A form's fields, with labels in both languages, choices and conditions.");

    private static Results<Ok<FormDefinition>, Problem> Get(string id, SopPackSource packs) =>
        packs.Current.Forms.GetValueOrDefault(id) is { } form ? TypedResults.Ok(form) : Problem.NotFound("form.unknown", id);
}
