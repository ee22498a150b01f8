using System.Text.Json.Nodes;
using WorkflowHost.Tests.Hosting;

namespace WorkflowHost.Tests.HttpEndpoints;

/// <summary>A host with the shipped SOP pack and the plain workflows of a test beside it.</summary>
internal sealed class FlowHost : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("workflowhost-flows-").FullName;

    public FlowHost(IReadOnlyDictionary<string, string> settings, params JsonObject[] workflows)
    {
        Copy(Path.Combine(Repository.Root, "workflows"), _folder);
        foreach (var workflow in workflows)
        {
            File.WriteAllText(Path.Combine(_folder, (string)workflow["definitionId"]! + ".json"), workflow.ToJsonString());
        }

        Host = new VirtualHost().With("Workflows:Folder", _folder);
        foreach (var (key, value) in settings)
        {
            Host.With(key, value);
        }
    }

    public VirtualHost Host { get; }

    public static JsonObject Sequence(string id, params JsonObject[] activities) => new()
    {
        ["id"] = id + ".v1",
        ["definitionId"] = id,
        ["version"] = 1,
        ["name"] = id,
        ["variables"] = new JsonArray(Variable("route"), Variable("body")),
        ["root"] = new JsonObject { ["id"] = "root", ["type"] = "Elsa.Sequence", ["version"] = 1, ["activities"] = new JsonArray([.. activities]) },
    };

    /// <param name="inputs">Name, type, expression type, value.</param>
    public static JsonObject Endpoint(string id, string path, string method, bool isStart = true, params (string Name, string Type, string Syntax, string Value)[] inputs)
    {
        var endpoint = Activity(
            id, "Elsa.HttpEndpoint",
            [("path", "String", "Literal", path), ("supportedMethods", "String[]", "Object", $"[\"{method}\"]"), .. inputs]);
        endpoint["routeData"] = Into("route");
        endpoint["parsedContent"] = Into("body");
        if (isStart)
        {
            endpoint["customProperties"] = new JsonObject { ["canStartWorkflow"] = true };
        }

        return endpoint;
    }

    public static JsonObject Write(string id, string content, string contentType = "application/json", int status = 200, string headers = "({})") => Activity(
        id, "Elsa.WriteHttpResponse",
        ("statusCode", "HttpStatusCode", "Literal", status.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        ("content", "Object", "JavaScript", content), ("contentType", "String", "Literal", contentType), ("responseHeaders", "HttpHeaders", "JavaScript", headers));

    public static JsonObject Activity(string id, string type, params ReadOnlySpan<(string Name, string Type, string Syntax, string Value)> inputs)
    {
        var activity = new JsonObject { ["id"] = id, ["type"] = type, ["version"] = 1, ["name"] = id };
        foreach (var (name, typeName, syntax, value) in inputs)
        {
            activity[name] = new JsonObject { ["typeName"] = typeName, ["expression"] = new JsonObject { ["type"] = syntax, ["value"] = value } };
        }

        return activity;
    }

    public void Dispose()
    {
        Host.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static JsonObject Into(string variable) => new() { ["typeName"] = "Object", ["memoryReference"] = new JsonObject { ["id"] = variable } };

    private static JsonObject Variable(string name) => new()
    {
        ["id"] = name,
        ["name"] = name,
        ["typeName"] = "Object",
        ["storageDriverTypeName"] = "Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core",
    };

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
