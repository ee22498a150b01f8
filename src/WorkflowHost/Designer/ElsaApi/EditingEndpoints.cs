using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Security;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Workbench.Language;

namespace WorkflowHost.Designer.ElsaApi;

/// <summary>Saves, and going back to what was saved before.</summary>
internal static class EditingEndpoints
{
    public const string SessionHeader = "X-Designer-Session";
    public const string SequenceHeader = "X-Designer-Sequence";
    private const int LongestSession = 64;

    public static void Map(IEndpointRouteBuilder edit)
    {
        edit.MapPost("/workflow-definitions", SaveAsync);
        edit.MapPost("/workflow-definitions/{definitionId}/revert/{version:int}", RevertAsync);
        edit.MapPost("/workflow-definitions/{definitionId}/retract", RetractAsync);
        edit.MapDelete("/workflow-definitions/{definitionId}", DeleteAsync);
        edit.MapDelete("/workflow-definition-versions/{id}", DeleteVersionAsync);
        edit.MapPost("/tests/activities", TestElsewhere);
    }

    /// <summary>The body as one JSON object, or null when it is none.</summary>
    public static async Task<JsonObject?> ObjectAsync(HttpRequest request)
    {
        try
        {
            return await JsonNode.ParseAsync(request.Body, documentOptions: new() { MaxDepth = 128, AllowDuplicateProperties = false }, cancellationToken: request.HttpContext.RequestAborted) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static async Task<IResult> SaveAsync(HttpContext http, DefinitionDesk desk, StudioDocument studio, CancellationToken cancellation)
    {
        if (await ObjectAsync(http.Request) is not { } body || body["model"] is not JsonObject model || model["root"] is not JsonObject)
        {
            return StudioProblem.Of("definition.unreadable");
        }

        var (document, revision) = StudioDocument.Back(model);
        var isToBePublished = body["publish"] is JsonValue publish && publish.TryGetValue(out bool wanted) && wanted;
        var edit = new DefinitionEdit(document, revision, SessionOf(http.Request), isToBePublished);
        var answer = await desk.SaveAsync(edit, http.User.ToActor(), cancellation);
        if (!answer.IsOk)
        {
            return StudioProblem.Of(answer);
        }

        return StudioProblem.OfRequest(answer) as IResult ?? ElsaJson.Of(new JsonObject
        {
            ["workflowDefinition"] = studio.Of(answer.Version, mayEdit: true),
            ["alreadyPublished"] = false,
            ["consumingWorkflowCount"] = answer.UpdatedConsumers.Count,
            ["validationErrors"] = new JsonArray(),
        });
    }

    private static async Task<IResult> RevertAsync(string definitionId, int version, HttpContext http, DefinitionDesk desk, CancellationToken cancellation)
    {
        var answer = await desk.RevertAsync(definitionId, version, http.User.ToActor(), cancellation);
        return answer.IsOk ? ElsaJson.Of(DefinitionRow.Of(answer.Version, mayEdit: true)) : StudioProblem.Of(answer);
    }

    private static async Task<IResult> RetractAsync(string definitionId, HttpContext http, DefinitionDesk desk, StudioDocument studio, CancellationToken cancellation)
    {
        var answer = await desk.RetractAsync(definitionId, http.User.ToActor(), cancellation);
        return answer.IsOk ? ElsaJson.Of(studio.Of(answer.Version, mayEdit: true)) : StudioProblem.Of(answer);
    }

    private static async Task<IResult> DeleteAsync(string definitionId, HttpContext http, DefinitionDesk desk, CancellationToken cancellation) =>
        await desk.DeleteAsync(definitionId, http.User.ToActor(), cancellation) is { } refusal ? StudioProblem.Of(refusal) : Results.NoContent();

    private static async Task<IResult> DeleteVersionAsync(string id, HttpContext http, DefinitionDesk desk, CancellationToken cancellation) =>
        await desk.DeleteVersionAsync(id, http.User.ToActor(), cancellation) is { } refusal ? StudioProblem.Of(refusal) : Results.NoContent();

    /// <summary>Studio's test of a single step. A step means little without its case, so it says where a whole draft is tried out.</summary>
    private static IResult TestElsewhere(Texts texts) => ElsaJson.Of(new JsonObject
    {
        ["activityState"] = new JsonObject(),
        ["outputs"] = new JsonObject(),
        ["status"] = "Faulted",
        ["exception"] = new JsonObject { ["type"] = "NotTested", ["message"] = texts["designer.test_elsewhere"], ["stackTrace"] = null, ["innerException"] = null },
    });

    private static EditorSession? SessionOf(HttpRequest request) =>
        request.Headers[SessionHeader].ToString() is { Length: > 0 and <= LongestSession } id
        && long.TryParse(request.Headers[SequenceHeader].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            ? new(id, sequence)
            : null;
}
