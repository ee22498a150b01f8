using System.Text.Json.Nodes;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Runtime.Instances;
using WorkflowHost.Security;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Designer.ElsaApi;

/// <summary>Which instances a bulk action is about.</summary>
internal sealed record ChosenInstances
{
    public IReadOnlyList<string?>? Ids { get; init; }

    /// <summary>As the retry action names them.</summary>
    public IReadOnlyList<string?>? WorkflowInstanceIds { get; init; }

    /// <summary>
    /// Every running instance of the definition this is a version of: Studio asks whether all of the workflow are to be cancelled and then
    /// names the latest version, which may be a draft on which none runs.
    /// </summary>
    public string? DefinitionVersionId { get; init; }
}

/// <summary>How a run is to be started.</summary>
internal sealed record RunQuery
{
    public string? CorrelationId { get; init; }

    public string? TriggerActivityId { get; init; }

    public JsonObject? Input { get; init; }
}

/// <summary>Starting, cancelling, retrying and deleting instances. Cases of SOPs are opened and ended by the rules of cases instead, and say so.</summary>
internal static class RunningEndpoints
{
    private const string InstanceHeader = "x-elsa-workflow-instance-id";
    private const string CannotStartHeader = "x-elsa-workflow-cannot-start";

    public static void Map(IEndpointRouteBuilder run)
    {
        run.MapPost("/workflow-definitions/{definitionId}/execute", ExecuteAsync);
        run.MapPost("/workflow-definitions/{definitionId}/dispatch", ExecuteAsync);
        run.MapPost("/cancel/workflow-instances/{id}", (string id, HttpContext http, InstanceDesk desk, CancellationToken cancellation) => CancelAsync([id], http, desk, cancellation));
        run.MapDelete("/workflow-instances/{id}", (string id, HttpContext http, InstanceDesk desk, CancellationToken cancellation) => DeleteAsync([id], http, desk, cancellation));
        run.MapPost("/bulk-actions/cancel/workflow-instances", CancelManyAsync);
        run.MapPost("/bulk-actions/delete/workflow-instances/by-id", DeleteManyAsync);
        run.MapPost("/alterations/workflows/retry", RetryAsync);
        // What runs here was started here: a state from outside could claim anything, a finished approval too.
        run.MapPost("/bulk-actions/import/workflow-instances", () => StudioProblem.Of("instance.no_import"));
    }

    private static async Task<IResult> ExecuteAsync(string definitionId, HttpContext http, InstanceDesk desk, DefinitionStore definitions, CancellationToken cancellation)
    {
        if (await ElsaJson.ReadAsync<RunQuery>(http.Request) is not { } query)
        {
            http.Response.Headers[CannotStartHeader] = "true";
            return StudioProblem.Of("request.malformed");
        }

        if (await definitions.ProgramAsync(definitionId, cancellationToken: cancellation) is { } program && SopProfile.Of(program.Definition) is not null)
        {
            http.Response.Headers[CannotStartHeader] = "true";
            return StudioProblem.Of("definition.opens_cases");
        }

        var started = await desk.StartAsync(
            definitionId, new(query.Input, query.CorrelationId, TriggerActivityId: query.TriggerActivityId), http.User.ToActor(), cancellationToken: cancellation);
        if (!started.IsOk)
        {
            http.Response.Headers[CannotStartHeader] = "true";
            return StudioProblem.Of(started.Refusal);
        }

        http.Response.Headers[InstanceHeader] = started.Value.Id;
        return ElsaJson.Of(new { WorkflowInstanceId = started.Value.Id, started.Value.Row.Status, started.Value.Row.SubStatus });
    }

    private static async Task<IResult> CancelManyAsync(HttpContext http, InstanceDesk desk, InstanceQueries instances, DefinitionStore definitions, CancellationToken cancellation)
    {
        var (chosen, ids, refused) = await BulkRequest.ReadAsync<ChosenInstances>(http.Request, body => body.Ids);
        if (refused is not null)
        {
            return refused;
        }

        if (ids.Count > 0 || chosen.DefinitionVersionId is not { } versionId)
        {
            return await CancelAsync(ids, http, desk, cancellation);
        }

        if (await definitions.FindVersionAsync(versionId, cancellation) is not { } version)
        {
            return StudioProblem.Of(CaseRefusal.NotFound("definition.not_found", ("definition", versionId)));
        }

        // One sentence for all of them: each alone would be refused for the same reason.
        var published = await definitions.ProgramAsync(version.DefinitionId, cancellationToken: cancellation);
        if ((published ?? await definitions.ProgramAsync(version.DefinitionId, version.Version, cancellation)) is { } program && SopProfile.Of(program.Definition) is not null)
        {
            return StudioProblem.Of("definition.cases_not_cancelled", ("name", version.Name ?? version.DefinitionId));
        }

        var running = await instances.ListAsync(
            new(Status: Engine.States.WorkflowStatus.Running, Take: BulkRequest.Most) { DefinitionIds = [version.DefinitionId] }, http.User.ToActor(), cancellation);
        return BulkRequest.IfTooMany(running.Total) ?? await CancelAsync([.. running.Items.Select(row => row.Id)], http, desk, cancellation);
    }

    private static async Task<IResult> DeleteManyAsync(HttpContext http, InstanceDesk desk, CancellationToken cancellation)
    {
        var (_, ids, refused) = await BulkRequest.ReadAsync<ChosenInstances>(http.Request, body => body.Ids);
        return refused ?? await DeleteAsync(ids, http, desk, cancellation);
    }

    /// <summary>Runs every faulted step of the chosen instances again.</summary>
    private static async Task<IResult> RetryAsync(HttpContext http, InstanceDesk desk, InstanceQueries instances, CancellationToken cancellation)
    {
        var (_, ids, refused) = await BulkRequest.ReadAsync<ChosenInstances>(http.Request, body => body.WorkflowInstanceIds ?? body.Ids);
        if (refused is not null)
        {
            return refused;
        }

        var actor = http.User.ToActor();
        var (done, refusals) = await BulkRequest.EachAsync(ids, async id =>
        {
            if (await instances.GetAsync(id, actor, cancellation) is not { } instance)
            {
                return CaseRefusal.NotFound("instance.not_found", ("instance", id));
            }

            CaseRefusal? first = null;
            foreach (var incident in instance.Incidents)
            {
                first ??= (await desk.RetryAsync(id, incident.ActivityInstanceId, actor, cancellationToken: cancellation)).Refusal;
            }

            return first;
        });
        return refusals.Count > 0 ? StudioProblem.OfMany(refusals, done) : ElsaJson.Of(new { RetriedCount = done });
    }

    private static async Task<IResult> CancelAsync(IReadOnlyList<string> ids, HttpContext http, InstanceDesk desk, CancellationToken cancellation)
    {
        var (done, refusals) = await BulkRequest.EachAsync(ids, async id => (await desk.CancelAsync(id, null, http.User.ToActor(), cancellationToken: cancellation)).Refusal);
        return refusals.Count > 0 ? StudioProblem.OfMany(refusals, done) : ElsaJson.Of(new { CancelledCount = done });
    }

    private static async Task<IResult> DeleteAsync(IReadOnlyList<string> ids, HttpContext http, InstanceDesk desk, CancellationToken cancellation)
    {
        var (done, refusals) = await BulkRequest.EachAsync(ids, id => desk.DeleteAsync(id, http.User.ToActor(), cancellation));
        return refusals.Count > 0 ? StudioProblem.OfMany(refusals, done) : ElsaJson.Of(new { Deleted = done });
    }
}
