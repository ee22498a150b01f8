using System.Text.Json.Nodes;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Runtime.Instances;
using WorkflowHost.Security;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Designer.ElsaApi;

/// <summary>Which instances a bulk action is about.</summary>
internal sealed record ChosenInstances
{
    public IReadOnlyList<string>? Ids { get; init; }

    /// <summary>As the retry action names them.</summary>
    public IReadOnlyList<string>? WorkflowInstanceIds { get; init; }

    /// <summary>Every running instance of this version.</summary>
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
    private const int Most = 200;

    public static void Map(IEndpointRouteBuilder run)
    {
        run.MapPost("/workflow-definitions/{definitionId}/execute", ExecuteAsync);
        run.MapPost("/workflow-definitions/{definitionId}/dispatch", ExecuteAsync);
        run.MapPost("/cancel/workflow-instances/{id}", async (string id, HttpContext http, InstanceDesk desk, CancellationToken cancellation) =>
            Answer(await CancelAsync([id], http, desk, cancellation), new { }));
        run.MapDelete("/workflow-instances/{id}", async (string id, HttpContext http, InstanceDesk desk, CancellationToken cancellation) =>
            Answer(await DeleteAsync([id], http, desk, cancellation), new { }));
        run.MapPost("/bulk-actions/cancel/workflow-instances", CancelManyAsync);
        run.MapPost("/bulk-actions/delete/workflow-instances/by-id", DeleteManyAsync);
        run.MapPost("/alterations/workflows/retry", RetryAsync);
    }

    private static async Task<IResult> ExecuteAsync(string definitionId, HttpContext http, InstanceDesk desk, DefinitionStore definitions, CancellationToken cancellation)
    {
        var query = await ElsaJson.ReadAsync<RunQuery>(http.Request) ?? new();
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
        var chosen = await ElsaJson.ReadAsync<ChosenInstances>(http.Request) ?? new();
        IReadOnlyList<string> ids = chosen.Ids ?? [];
        if (ids.Count == 0 && chosen.DefinitionVersionId is { } versionId && await definitions.FindVersionAsync(versionId, cancellation) is { } version)
        {
            var running = await instances.ListAsync(
                new(DefinitionVersion: version.Version, Status: Engine.States.WorkflowStatus.Running, Take: Most) { DefinitionIds = [version.DefinitionId] }, http.User.ToActor(), cancellation);
            ids = [.. running.Items.Select(row => row.Id)];
        }

        return Answer(await CancelAsync(ids, http, desk, cancellation), new { CancelledCount = ids.Count });
    }

    private static async Task<IResult> DeleteManyAsync(HttpContext http, InstanceDesk desk, CancellationToken cancellation)
    {
        var chosen = await ElsaJson.ReadAsync<ChosenInstances>(http.Request) ?? new();
        var ids = chosen.Ids ?? [];
        return Answer(await DeleteAsync(ids, http, desk, cancellation), new { Deleted = ids.Count });
    }

    /// <summary>Runs every faulted step of the chosen instances again.</summary>
    private static async Task<IResult> RetryAsync(HttpContext http, InstanceDesk desk, InstanceQueries instances, CancellationToken cancellation)
    {
        var chosen = await ElsaJson.ReadAsync<ChosenInstances>(http.Request) ?? new();
        var actor = http.User.ToActor();
        var refusals = new List<CaseRefusal>();
        foreach (var id in (chosen.WorkflowInstanceIds ?? chosen.Ids ?? []).Distinct(StringComparer.Ordinal).Take(Most))
        {
            foreach (var incident in (await instances.GetAsync(id, actor, cancellation))?.Incidents ?? [])
            {
                if (await desk.RetryAsync(id, incident.ActivityInstanceId, actor, cancellationToken: cancellation) is { IsOk: false } refused)
                {
                    refusals.Add(refused.Refusal);
                }
            }
        }

        return Answer(refusals, new { Results = Array.Empty<object>() });
    }

    private static async Task<List<CaseRefusal>> CancelAsync(IReadOnlyList<string> ids, HttpContext http, InstanceDesk desk, CancellationToken cancellation)
    {
        var refusals = new List<CaseRefusal>();
        foreach (var id in ids.Distinct(StringComparer.Ordinal).Take(Most))
        {
            if (await desk.CancelAsync(id, null, http.User.ToActor(), cancellationToken: cancellation) is { IsOk: false } refused)
            {
                refusals.Add(refused.Refusal);
            }
        }

        return refusals;
    }

    private static async Task<List<CaseRefusal>> DeleteAsync(IReadOnlyList<string> ids, HttpContext http, InstanceDesk desk, CancellationToken cancellation)
    {
        var refusals = new List<CaseRefusal>();
        foreach (var id in ids.Distinct(StringComparer.Ordinal).Take(Most))
        {
            if (await desk.DeleteAsync(id, http.User.ToActor(), cancellation) is { } refusal)
            {
                refusals.Add(refusal);
            }
        }

        return refusals;
    }

    private static IResult Answer(List<CaseRefusal> refusals, object done) =>
        refusals.Count > 0 ? StudioProblem.OfMany(refusals[0].Code, refusals) : ElsaJson.Of(done);
}
