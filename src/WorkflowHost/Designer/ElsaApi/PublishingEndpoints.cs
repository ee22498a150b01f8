using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Security;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Designer.ElsaApi;

/// <summary>Which definitions and versions an action is about.</summary>
internal sealed record Chosen
{
    public IReadOnlyList<string> DefinitionIds { get; init; } = [];

    public IReadOnlyList<string> Ids { get; init; } = [];
}

/// <summary>Publishing and the actions on many definitions at once. A refusal of one does not stop the others; all refusals are named.</summary>
internal static class PublishingEndpoints
{
    private const int Most = 200;

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
        var (published, already, missing, updated, refusals) = (new List<string>(), new List<string>(), new List<string>(), new List<string>(), new List<CaseRefusal>());
        foreach (var id in (await ChosenAsync(http)).DefinitionIds.Distinct(StringComparer.Ordinal).Take(Most))
        {
            if (await store.GetAsync(id, cancellationToken: cancellation) is { IsPublished: true })
            {
                already.Add(id);
                continue;
            }

            var answer = await desk.PublishAsync(id, http.User.ToActor(), cancellation);
            if (StudioProblem.RefusalOf(answer) is { } requested)
            {
                refusals.Add(requested);
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
                refusals.Add(Named(answer.Refusal, await store.GetAsync(id, cancellationToken: cancellation)));
            }
        }

        return refusals.Count > 0
            ? StudioProblem.OfMany("definition.faulty", refusals)
            : ElsaJson.Of(new { Published = published, AlreadyPublished = already, NotFound = missing, UpdatedConsumers = updated.Distinct(StringComparer.Ordinal) });
    }

    private static async Task<IResult> RetractManyAsync(HttpContext http, DefinitionStore store, DefinitionDesk desk, CancellationToken cancellation)
    {
        var (retracted, already, missing) = (new List<string>(), new List<string>(), new List<string>());
        foreach (var id in (await ChosenAsync(http)).DefinitionIds.Distinct(StringComparer.Ordinal).Take(Most))
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
            else if (await desk.RetractAsync(id, http.User.ToActor(), cancellation) is { IsOk: false } refused)
            {
                return StudioProblem.Of(refused);
            }
            else
            {
                retracted.Add(id);
            }
        }

        return ElsaJson.Of(new { Retracted = retracted, AlreadyRetracted = already, NotFound = missing });
    }

    private static async Task<IResult> DeleteManyAsync(HttpContext http, DefinitionStore store, DefinitionDesk desk, CancellationToken cancellation) =>
        await DeleteAsync((await ChosenAsync(http)).DefinitionIds, async id =>
            await desk.DeleteAsync(id, http.User.ToActor(), cancellation) is { } refusal
                ? Named(refusal, await store.GetAsync(id, cancellationToken: cancellation))
                : null);

    private static async Task<IResult> DeleteVersionsAsync(HttpContext http, DefinitionStore store, DefinitionDesk desk, CancellationToken cancellation) =>
        await DeleteAsync((await ChosenAsync(http)).Ids, async id =>
            await desk.DeleteVersionAsync(id, http.User.ToActor(), cancellation) is { } refusal
                ? Named(refusal, await store.FindVersionAsync(id, cancellation))
                : null);

    private static async Task<IResult> DeleteAsync(IReadOnlyList<string> ids, Func<string, Task<CaseRefusal?>> delete)
    {
        var refusals = new List<CaseRefusal>();
        var deleted = 0;
        foreach (var id in ids.Distinct(StringComparer.Ordinal).Take(Most))
        {
            if (await delete(id) is { } refusal)
            {
                refusals.Add(refusal);
            }
            else
            {
                deleted++;
            }
        }

        return refusals.Count > 0 ? StudioProblem.OfMany(refusals[0].Code, refusals) : ElsaJson.Of(new { Deleted = deleted });
    }

    /// <summary>Among many, a refusal must say of which it speaks.</summary>
    private static CaseRefusal Named(CaseRefusal refusal, DefinitionVersion? version) => version is null
        ? refusal
        : refusal with { Args = new Dictionary<string, string>(refusal.Args) { ["name"] = version.Name ?? version.DefinitionId } };

    private static async Task<Chosen> ChosenAsync(HttpContext http) => await ElsaJson.ReadAsync<Chosen>(http.Request) ?? new();
}
