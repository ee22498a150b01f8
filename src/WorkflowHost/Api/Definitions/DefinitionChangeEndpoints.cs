using Microsoft.AspNetCore.Http.HttpResults;
using WorkflowHost.Api.Problems;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Security;

namespace WorkflowHost.Api.Definitions;

/// <summary>A version after a change.</summary>
/// <param name="Request">What was asked for where publishing needs a second pair of eyes, or what became of it; null otherwise.</param>
public sealed record DefinitionChangeBody(string DefinitionId, string VersionId, int Version, DefinitionState State, int Revision, PublicationRequestBody? Request)
{
    /// <exception cref="InvalidOperationException">The change was refused.</exception>
    internal static DefinitionChangeBody Of(DefinitionAnswer answer) => answer.IsOk
        ? new(
            answer.Version.DefinitionId, answer.Version.Id, answer.Version.Version, answer.Version.State, answer.Version.Revision,
            answer.Request is { } request ? PublicationRequestBody.Of(request) : null)
        : throw new InvalidOperationException("A refused change has no version to tell of.");
}

/// <summary>The file a version was written to, relative to the workflows folder.</summary>
public sealed record DefinitionFileBody(string FileName);

/// <summary>What a process owner does to definitions besides drawing them: go back to a save, publish, decide between file and screen.</summary>
internal static class DefinitionChangeEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var read = api.MapGroup("/definitions").RequireAuthorization(AccessPolicies.ReadDefinitions).WithTags("Definitions");
        read.MapGet("/file-conflicts", (DefinitionFiles files) => TypedResults.Ok(files.Conflicts)).WithSummary("Files that changed although their definition was edited on screen.");
        read.MapGet("/{id}/saves", async (string id, int? take, DefinitionDesk desk, CancellationToken cancellation) => TypedResults.Ok(await desk.SavesAsync(id, take ?? 200, cancellation)))
            .WithSummary("Everything that was saved of a definition, the latest first.");
        var edit = api.MapGroup("/definitions").RequireAuthorization(AccessPolicies.EditDefinitions).WithTags("Definitions");
        edit.MapPost("/{id}/publish", PublishAsync).WithSummary("Lets new cases start on the latest version; with `revision`, only if that is what was read. Where a second pair of eyes is needed, asks for it: the answer then holds the request.");
        edit.MapPost("/{id}/retract", RetractAsync).WithSummary("Lets no new case start; running ones go on.");
        edit.MapPost("/{id}/saves/{sequence:long}/restore", RestoreAsync).WithSummary("Makes the draft what an earlier save held.");
        edit.MapPost("/{id}/file/take", TakeAsync).WithSummary("Publishes the file's content in place of what was edited on screen, or asks for it where a second pair of eyes is needed.");
        edit.MapPost("/{id}/file/keep", KeepAsync).WithSummary("Passes over the file as it now is.");
        edit.MapPost("/{id}/file/export", ExportAsync).WithSummary("Writes the published version back to its file.");
    }

    private static async Task<Results<Ok<DefinitionChangeBody>, Problem>> PublishAsync(string id, int? revision, HttpContext http, DefinitionDesk desk, CancellationToken cancellation) =>
        Answer(await desk.PublishAsync(id, http.User.ToActor(), revision, cancellation));

    private static async Task<Results<Ok<DefinitionChangeBody>, Problem>> RetractAsync(string id, HttpContext http, DefinitionDesk desk, CancellationToken cancellation) =>
        Answer(await desk.RetractAsync(id, http.User.ToActor(), cancellation));

    private static async Task<Results<Ok<DefinitionChangeBody>, Problem>> RestoreAsync(string id, long sequence, HttpContext http, DefinitionDesk desk, CancellationToken cancellation) =>
        Answer(await desk.RestoreAsync(id, sequence, http.User.ToActor(), cancellation));

    private static async Task<Results<Ok<DefinitionChangeBody>, Problem>> TakeAsync(string id, HttpContext http, DefinitionDesk desk, CancellationToken cancellation) =>
        Answer(await desk.TakeFileAsync(id, http.User.ToActor(), cancellation));

    private static async Task<Results<NoContent, Problem>> KeepAsync(string id, HttpContext http, DefinitionFiles files, CancellationToken cancellation) =>
        await files.KeepScreenAsync(id, http.User.ToActor(), cancellation) is { } refusal ? Problem.Of(refusal) : TypedResults.NoContent();

    private static async Task<Results<Ok<DefinitionFileBody>, Problem>> ExportAsync(string id, HttpContext http, DefinitionFiles files, CancellationToken cancellation)
    {
        var (file, refusal) = await files.ExportAsync(id, http.User.ToActor(), cancellation);
        return refusal is null ? TypedResults.Ok(new DefinitionFileBody(file!)) : Problem.Of(refusal);
    }

    private static Results<Ok<DefinitionChangeBody>, Problem> Answer(DefinitionAnswer answer) =>
        answer.IsOk ? TypedResults.Ok(DefinitionChangeBody.Of(answer)) : Problem.Of(answer.Refusal, answer.Check);
}
