using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Runtime.Instances;
using WorkflowHost.Security;

namespace WorkflowHost.Designer.ElsaApi;

/// <summary>Which lines of a journal, or counts of which activities, a caller asks for.</summary>
internal sealed record JournalQuery
{
    public JournalQueryFilter? Filter { get; init; }
}

/// <summary>Every condition that is set must hold.</summary>
internal sealed record JournalQueryFilter
{
    public IReadOnlyList<string>? ActivityIds { get; init; }

    public IReadOnlyList<string>? ActivityNodeIds { get; init; }

    public IReadOnlyList<string>? ExcludedActivityTypes { get; init; }

    public IReadOnlyList<string>? EventNames { get; init; }
}

/// <summary>Counts of an instance's activities; of all when none is named.</summary>
internal sealed record ReportQuery
{
    public string? WorkflowInstanceId { get; init; }

    public IReadOnlyList<string>? ActivityNodeIds { get; init; }
}

/// <summary>Instances to look at. A process owner, who is no reader of cases, sees how a case went but none of its values.</summary>
internal static class InstanceEndpoints
{
    public static void Map(IEndpointRouteBuilder read)
    {
        read.MapPost("/workflow-instances", ListAsync);
        read.MapGet("/workflow-instances/{id}", GetAsync);
        read.MapPost("/workflow-instances/{id}/journal", JournalAsync);
        read.MapGet("/workflow-instances/{id}/journal", JournalAsync);
        read.MapGet("/workflow-instances/{id}/variables", VariablesAsync);
        read.MapGet("/workflow-instances/{id}/execution-state", StateAsync);
        read.MapGet("/workflow-instances/{id}/export", ExportAsync);
        read.MapPost("/bulk-actions/export/workflow-instances", ExportManyAsync);
        read.MapPost("/activity-executions/report", ReportAsync);
        read.MapGet("/activity-executions/list", ExecutionsAsync);
        read.MapGet("/activity-execution-summaries/list", ExecutionsAsync);
        read.MapGet("/activity-executions/by-id", (string? id, HttpContext http, InstanceQueries instances, CancellationToken cancellation) => ExecutionAsync(id ?? "", http, instances, cancellation));
        read.MapGet("/activity-executions/{id}", ExecutionAsync);
        read.MapGet("/activity-executions/{id}/call-stack", CallStackAsync);
    }

    private static async Task<IResult> ListAsync(HttpContext http, InstanceQueries instances, DefinitionStore definitions, CancellationToken cancellation)
    {
        if (await ElsaJson.ReadAsync<InstanceListQuery>(http.Request) is not { } query)
        {
            return StudioProblem.Of("request.malformed");
        }

        var page = await instances.ListAsync(query.Filter(), http.User.ToActor(), cancellation);
        var versions = (await definitions.AllVersionsAsync(cancellation)).ToDictionary(version => (version.DefinitionId, version.Version), version => version.Id);
        return ElsaJson.Of(new ElsaPage<JsonObject>(
            [.. page.Items.Select(row => InstanceShapes.Row(row, versions.GetValueOrDefault((row.DefinitionId, row.DefinitionVersion), "")))], page.Total));
    }

    private static async Task<IResult> GetAsync(string id, HttpContext http, InstanceQueries instances, DefinitionStore definitions, CancellationToken cancellation) =>
        await ShapeAsync(id, http, instances, definitions, cancellation) is { } shape ? ElsaJson.Of(shape) : Results.NotFound();

    private static async Task<JsonObject?> ShapeAsync(string id, HttpContext http, InstanceQueries instances, DefinitionStore definitions, CancellationToken cancellation)
    {
        if (await instances.GetAsync(id, http.User.ToActor(), cancellation) is not { } view)
        {
            return null;
        }

        var version = await definitions.GetAsync(view.Row.DefinitionId, view.Row.DefinitionVersion, cancellation);
        return InstanceShapes.Instance(view, version?.Id ?? view.DefinitionVersionId);
    }

    private static async Task<IResult> JournalAsync(string id, int? skip, int? take, HttpContext http, InstanceQueries instances, CancellationToken cancellation)
    {
        var query = HttpMethods.IsPost(http.Request.Method) ? await ElsaJson.ReadAsync<JournalQuery>(http.Request) : new();
        if (query is null)
        {
            return StudioProblem.Of("request.malformed");
        }

        var asked = query.Filter;
        var filter = new JournalFilter
        {
            ActivityIds = [.. asked?.ActivityIds ?? []],
            NodeIds = [.. asked?.ActivityNodeIds ?? []],
            ExcludedTypes = [.. asked?.ExcludedActivityTypes ?? []],
            Events = [.. (asked?.EventNames ?? []).Where(name => Enum.TryParse<JournalEvent>(name, out _)).Select(Enum.Parse<JournalEvent>)],
            Skip = Math.Max(skip ?? 0, 0),
            Take = Math.Clamp(take ?? 100, 1, 1000),
        };
        return await instances.JournalAsync(id, filter, http.User.ToActor(), cancellation) is { } page
            ? ElsaJson.Of(new ElsaPage<JsonObject>([.. page.Items.Select(row => InstanceShapes.Line(row, id))], page.Total))
            : Results.NotFound();
    }

    private static async Task<IResult> VariablesAsync(string id, HttpContext http, InstanceQueries instances, CancellationToken cancellation) =>
        await instances.GetAsync(id, http.User.ToActor(), cancellation) is { } view
            ? ElsaJson.Of(new ElsaList<object>([.. (view.Values?.Variables ?? []).Select(variable => new { Id = variable.Key, Name = variable.Key, variable.Value })]))
            : Results.NotFound();

    private static async Task<IResult> StateAsync(string id, HttpContext http, InstanceQueries instances, CancellationToken cancellation) =>
        await instances.GetAsync(id, http.User.ToActor(), cancellation) is { } view
            ? ElsaJson.Of(new { view.Row.Status, view.Row.SubStatus, view.Row.UpdatedAt })
            : Results.NotFound();

    private static async Task<IResult> ExportAsync(string id, HttpContext http, InstanceQueries instances, DefinitionStore definitions, CancellationToken cancellation) =>
        await ShapeAsync(id, http, instances, definitions, cancellation) is { } shape
            ? Results.File(JsonSerializer.SerializeToUtf8Bytes(shape, ElsaJson.Options), "application/json", FileOf(id))
            : Results.NotFound();

    /// <summary>A zip with one file for each that is there and may be seen.</summary>
    private static async Task<IResult> ExportManyAsync(HttpContext http, InstanceQueries instances, DefinitionStore definitions, CancellationToken cancellation)
    {
        var (_, ids, refused) = await BulkRequest.ReadAsync<ChosenInstances>(http.Request, body => body.Ids);
        if (refused is not null)
        {
            return refused;
        }

        using var target = new MemoryStream();
        using (var zip = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var id in ids)
            {
                if (await ShapeAsync(id, http, instances, definitions, cancellation) is { } shape)
                {
                    await using var entry = await zip.CreateEntry(FileOf(id)).OpenAsync(cancellation);
                    await JsonSerializer.SerializeAsync(entry, shape, ElsaJson.Options, cancellation);
                }
            }
        }

        return Results.File(target.ToArray(), "application/zip", "workflow-instances.zip");
    }

    private static string FileOf(string instanceId) => $"workflow-instance-{instanceId}.json";

    private static async Task<IResult> ReportAsync(HttpContext http, InstanceQueries instances, CancellationToken cancellation)
    {
        if (await ElsaJson.ReadAsync<ReportQuery>(http.Request) is not { WorkflowInstanceId: { } id } query)
        {
            return StudioProblem.Of("request.malformed");
        }

        var counts = await instances.CountsAsync(id, http.User.ToActor(), cancellation) ?? [];
        var asked = query.ActivityNodeIds is { Count: > 0 } nodes ? counts.Where(count => nodes.Contains(count.NodeId, StringComparer.Ordinal)) : counts;
        return ElsaJson.Of(new { Stats = asked.Select(InstanceShapes.Count) });
    }

    /// <summary>From oldest to newest: Studio shows the last.</summary>
    private static async Task<IResult> ExecutionsAsync(string? workflowInstanceId, string? activityNodeId, HttpContext http, InstanceQueries instances, CancellationToken cancellation)
    {
        var runs = await instances.ExecutionsAsync(workflowInstanceId ?? "", string.IsNullOrEmpty(activityNodeId) ? null : activityNodeId, http.User.ToActor(), cancellation) ?? [];
        return ElsaJson.Of(new ElsaList<JsonObject>([.. runs.Select(InstanceShapes.Execution)]));
    }

    private static async Task<IResult> ExecutionAsync(string id, HttpContext http, InstanceQueries instances, CancellationToken cancellation) =>
        await instances.ExecutionAsync(id, http.User.ToActor(), cancellation) is { } run ? ElsaJson.Of(InstanceShapes.Execution(run)) : Results.NotFound();

    private static async Task<IResult> CallStackAsync(string id, HttpContext http, InstanceQueries instances, CancellationToken cancellation) =>
        await instances.ExecutionAsync(id, http.User.ToActor(), cancellation) is { } run
            ? ElsaJson.Of(new { ActivityExecutionId = id, Items = (JsonObject[])[InstanceShapes.Execution(run)], TotalCount = 1 })
            : Results.NotFound();
}
