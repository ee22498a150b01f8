using System.Text.Json.Nodes;
using WorkflowHost.Journeys;

namespace WorkflowHost.Browser.Designer;

/// <summary>What a journey asks of the host beside its screens, as the person who is signed in. The window must show a page of the host.</summary>
internal static class OwnerRequests
{
    public static async Task<JsonNode> AskAsync(this Screen owner, string address) =>
        JsonNode.Parse(await owner.Page.EvaluateAsync<string>("async address => await (await fetch(address)).text()", address))!;

    /// <summary>Opens a complaint through the API.</summary>
    /// <param name="number">Tells it from other complaints.</param>
    public static Task<JsonNode> OpenComplaintAsync(this Screen owner, string number) => owner.PostAsync(
        "/api/v1/cases",
        new JsonObject { ["definitionId"] = "complaint", ["fields"] = ComplaintStory.Opening(DesignerRoom.Morning.AddMinutes(-10), "C" + number) });

    /// <summary>Takes a task of a complaint and completes it so that it goes well.</summary>
    public static async Task CompleteAsync(this Screen owner, string taskId, string form)
    {
        var task = await owner.PostAsync($"/api/v1/tasks/{taskId}/claim", []);
        var staffId = (string)task["tasks"]!.AsArray().Single(each => (string?)each!["id"] == taskId)!["assigneeId"]!;
        var (outcome, fields) = ComplaintStory.Decide(form, staffId, DesignerRoom.Morning);
        await owner.PostAsync($"/api/v1/tasks/{taskId}/complete", new JsonObject { ["outcome"] = outcome, ["fields"] = fields });
    }

    /// <summary>A draft that holds what the complaint SOP does, under another name.</summary>
    /// <returns>Its id.</returns>
    public static Task<string> CopyComplaintAsync(this Screen owner, string name) => owner.CopyAsync("complaint", name);

    /// <summary>A draft that holds what the first version of an SOP does, under another name.</summary>
    /// <returns>Its id.</returns>
    public static async Task<string> CopyAsync(this Screen owner, string definitionId, string name)
    {
        var model = await owner.AskAsync($"/elsa/api/workflow-definitions/by-definition-id/{definitionId}?versionOptions=1");
        (model["definitionId"], model["id"], model["name"]) = (null, null, name);
        var copied = await owner.PostAsync("/elsa/api/workflow-definitions", new JsonObject { ["model"] = model, ["publish"] = false });
        return (string)copied["workflowDefinition"]!["definitionId"]!;
    }

    /// <summary>Saves a definition's draft changed, as Studio would.</summary>
    public static async Task SaveAsync(this Screen owner, string id, Action<JsonNode> change, bool publish = false)
    {
        var model = await owner.AskAsync($"/elsa/api/workflow-definitions/by-definition-id/{id}?versionOptions=Latest");
        change(model);
        await owner.PostAsync("/elsa/api/workflow-definitions", new JsonObject { ["model"] = model, ["publish"] = publish });
    }

    public static async Task<JsonNode> PostAsync(this Screen owner, string address, JsonObject body) => JsonNode.Parse(await owner.Page.EvaluateAsync<string>(
        """
        async ([address, body]) => {
          const answer = await fetch(address, { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-Requested-With': 'test' }, body });
          const text = await answer.text();
          if (!answer.ok) throw new Error(`${address} was answered ${answer.status}: ${text}`);
          return text;
        }
        """,
        new[] { address, body.ToJsonString() }))!;
}
