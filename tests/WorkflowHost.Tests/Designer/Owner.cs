using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Sop.Staff;
using WorkflowHost.Tests.Hosting;

namespace WorkflowHost.Tests.Designer;

/// <summary>A process owner at work, as Studio works for one: loads a definition, changes it, posts the whole back.</summary>
internal sealed class Owner(HttpClient client) : IDisposable
{
    public HttpClient Client => client;

    public static async Task<Owner> OfAsync(VirtualHost host) => new(await host.ClientAsync(StaffRoles.ProcessOwner));

    public async Task<JsonObject> LoadAsync(string definitionId) =>
        (JsonObject)await (await client.GetAsync($"/elsa/api/workflow-definitions/by-definition-id/{definitionId}?versionOptions=Latest")).JsonAsync();

    public Task<HttpResponseMessage> SaveAsync(JsonObject model, bool publish = false) =>
        client.PostAsJsonAsync("/elsa/api/workflow-definitions", new JsonObject { ["model"] = model.DeepClone(), ["publish"] = publish });

    /// <summary>Saves, and gives what Studio then shows.</summary>
    public async Task<JsonObject> SavedAsync(JsonObject model, bool publish = false)
    {
        using var answer = await SaveAsync(model, publish);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return (JsonObject)(await answer.JsonAsync())["workflowDefinition"]!;
    }

    /// <summary>What Studio's dialog for a new workflow posts.</summary>
    public Task<JsonObject> CreateAsync(string name) => SavedAsync(new JsonObject
    {
        ["definitionId"] = null,
        ["id"] = null,
        ["name"] = name,
        ["version"] = 1,
        ["toolVersion"] = "3.8.0.0",
        ["variables"] = null,
        ["inputs"] = null,
        ["outputs"] = null,
        ["customProperties"] = null,
        ["root"] = new JsonObject { ["id"] = "ab12cd34", ["type"] = "Elsa.Flowchart", ["version"] = 1, ["name"] = "Flowchart1" },
    });

    public Task<HttpResponseMessage> PostAsync(string path, object body) => client.PostAsJsonAsync("/elsa/api" + path, body);

    public async Task<JsonNode> GetAsync(string path)
    {
        using var answer = await client.GetAsync("/elsa/api" + path);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        return await answer.JsonAsync();
    }

    /// <summary>The sentences of a refusal, which Studio shows one by one.</summary>
    public static async Task<IReadOnlyList<string>> RefusalAsync(HttpResponseMessage answer)
    {
        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        var problem = await answer.JsonAsync();
        Assert.Equal(400, (int)problem["status"]!);
        return [.. problem["errors"]!.AsObject().SelectMany(error => error.Value!.AsArray()).Select(text => (string)text!)];
    }

    /// <summary>A step of a workflow, placed on the canvas.</summary>
    public static JsonObject Step(string id, string type, params (string Input, JsonNode Value)[] inputs)
    {
        var step = new JsonObject
        {
            ["id"] = id,
            ["type"] = type,
            ["version"] = 1,
            ["name"] = id,
            ["metadata"] = new JsonObject { ["designer"] = new JsonObject { ["position"] = new JsonObject { ["x"] = 40, ["y"] = 160 } } },
        };
        foreach (var (input, value) in inputs)
        {
            step[input] = new JsonObject { ["typeName"] = null, ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = value } };
        }

        return step;
    }

    public void Dispose() => client.Dispose();
}
