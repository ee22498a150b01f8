using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Security;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Designer.ElsaApi;

/// <summary>Which definitions and versions an action is about.</summary>
internal sealed record Chosen
{
    public IReadOnlyList<string?>? DefinitionIds { get; init; }

    public IReadOnlyList<string?>? Ids { get; init; }
}

/// <summary>Publishing and the actions on many definitions at once. A refusal of one does not stop the others; all refusals are named.</summary>
internal static class PublishingEndpoints
{
    public static void Map(IEndpointRouteBuilder edit)
    {
        edit.MapPost("/workflow-definitions/{definitionId}/publish", PublishAsync);
        edit.MapPost("/bulk-actions/publish/workflow-definitions/by-definition-ids", PublishManyAsync);
        edit.MapPost("/bulk-actions/retract/workflow-definitions/by-definition-ids", RetractManyAsync);
        edit.MapPost("/bulk-actions/delete/workflow-definitions/by-definition-id", DeleteManyAsync);
        edit.MapPost("/bulk-actions/delete/workflow-definitions/by-id", DeleteVersionsAsync);
    }

    private static async Task<IResult> PublishAsync(string definitionId, HttpContext http, DefinitionDesk desk, StudioDocument studio, CancellationToken cancellation)
    {
        var answer = await desk.PublishAsync(definitionId, http.User.ToActor(), cancellation);
        return StudioProblem.OfRequest(answer) as IResult ?? (answer.IsOk ? ElsaJson.Of(studio.Of(answer.Version, mayEdit: true)) : StudioProblem.Of(answer));
    }

    private static async Task<IResult> PublishManyAsync(HttpContext http, DefinitionStore store, DefinitionDesk desk, CancellationToken cancellation)
    {
        var (_, ids, refused) = await BulkRequest.ReadAsync<Chosen>(http.Request, body => body.DefinitionIds);
        if (refused is not null)
        {
            return refused;
        }

        var (published, already, missing, updated, refusals) = (new List<string>(), new List<string>(), new List<string>(), new List<string>(), new List<(CaseRefusal, DefinitionCheck?)>());
        foreach (var id in ids)
        {
            if (await store.GetAsync(id, cancellationToken: cancellation) is { IsPublished: true })
            {
                already.Add(id);
                continue;
            }

            var answer = await desk.PublishAsync(id, http.User.ToActor(), cancellation);
            if (StudioProblem.RefusalOf(answer) is { } requested)
            {
                refusals.Add((requested, null));
            }
            else if (answer.IsOk)
            {
                published.Add(id);
                updated.AddRange(answer.UpdatedConsumers);
            }
            else if (answer.Refusal.Kind == RefusalKind.NotFound)
            {
                missing.Add(id);
            }
            else
            {
                refusals.Add((Named(answer.Refusal, await store.GetAsync(id, cancellationToken: cancellation)), answer.Check));
            }
        }

        return refusals.Count > 0
            ? StudioProblem.OfMany(refusals, published.Count)
            : ElsaJson.Of(new { Published = published, AlreadyPublished = already, NotFound = missing, UpdatedConsumers = updated.Distinct(StringComparer.Ordinal) });
    }

    private static async Task<IResult> RetractManyAsync(HttpContext http, DefinitionStore store, DefinitionDesk desk, CancellationToken cancellation)
    {
        var (_, ids, refused) = await BulkRequest.ReadAsync<Chosen>(http.Request, body => body.DefinitionIds);
        if (refused is not null)
        {
            return refused;
        }

        var (retracted, already, missing, refusals) = (new List<string>(), new List<string>(), new List<string>(), new List<CaseRefusal>());
        foreach (var id in ids)
        {
            var versions = await store.VersionsAsync(id, cancellation);
            if (versions.Count == 0)
            {
                missing.Add(id);
            }
            else if (!versions.Any(version => version.IsPublished))
            {
                already.Add(id);
            }
            else if (await desk.RetractAsync(id, http.User.ToActor(), cancellation) is { IsOk: false } answer)
            {
                refusals.Add(Named(answer.Refusal, versions[0]));
            }
            else
            {
                retracted.Add(id);
            }
        }

        if (refusals.Count > 0)
        {
            return StudioProblem.OfMany(refusals, retracted.Count);
        }

        return ElsaJson.Of(new { Retracted = retracted, AlreadyRetracted = already, NotFound = missing });
    }

    private static Task<IResult> DeleteManyAsync(HttpContext http, DefinitionStore store, DefinitionDesk desk, CancellationToken cancellation) =>
        DeleteAsync(http, body => body.DefinitionIds, async id =>
            await desk.DeleteAsync(id, http.User.ToActor(), cancellation) is { } refusal
                ? Named(refusal, await store.GetAsync(id, cancellationToken: cancellation))
                : null);

    private static Task<IResult> DeleteVersionsAsync(HttpContext http, DefinitionStore store, DefinitionDesk desk, CancellationToken cancellation) =>
        DeleteAsync(http, body => body.Ids, async id =>
            await desk.DeleteVersionAsync(id, http.User.ToActor(), cancellation) is { } refusal
                ? Named(refusal, await store.FindVersionAsync(id, cancellation))
                : null);

    private static async Task<IResult> DeleteAsync(HttpContext http, Func<Chosen, IReadOnlyList<string?>?> chosen, Func<string, Task<CaseRefusal?>> delete)
    {
        var (_, ids, refused) = await BulkRequest.ReadAsync(http.Request, chosen);
        if (refused is not null)
        {
            return refused;
        }

        var (deleted, refusals) = await BulkRequest.EachAsync(ids, delete);
        return refusals.Count > 0 ? StudioProblem.OfMany(refusals, deleted) : ElsaJson.Of(new { Deleted = deleted });
    }

    /// <summary>Among many, a refusal must say of which it speaks.</summary>
    private static CaseRefusal Named(CaseRefusal refusal, DefinitionVersion? version) => version is null
        ? refusal
        : refusal with { Args = new Dictionary<string, string>(refusal.Args) { ["name"] = version.Name ?? version.DefinitionId } };
}
