using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Journeys;

namespace WorkflowHost.Bench.Complaints;

/// <summary>One caller of the product API who takes complaint after complaint from opening to closing, without a pause.</summary>
internal sealed class Caller : IDisposable
{
    private readonly HttpClient _http;
    private readonly string _staffId;
    private readonly string _name;
    private int _sent;

    public Caller(Uri address, string name, string staffId, string apiKey)
    {
        (_name, _staffId) = (name, staffId);
        _http = new HttpClient { BaseAddress = address };
        _http.DefaultRequestHeaders.Add("X-Api-Key", apiKey);
        _http.DefaultRequestHeaders.Add("Prefer", "return=minimal");
    }

    /// <summary>Time of each task completion, from sending to the whole answer read, in <see cref="Stopwatch"/> ticks.</summary>
    public List<long> Completions { get; } = new(16_384);

    public int ClosedCases { get; private set; }

    public int Commands { get; private set; }

    /// <summary>Steps of the last case taken to closing.</summary>
    public int CompletionsPerCase { get; private set; }

    /// <summary>Forgets what was counted while warming up.</summary>
    public void Reset()
    {
        Completions.Clear();
        (ClosedCases, Commands) = (0, 0);
    }

    public async Task WorkUntilAsync(long deadline)
    {
        while (Stopwatch.GetTimestamp() < deadline)
        {
            await TakeOneToClosingAsync(deadline);
        }
    }

    /// <summary>Opens a complaint and leaves it waiting for its first person.</summary>
    public async Task OpenAsync() => (await SendAsync("/api/v1/cases", Opening())).Dispose();

    /// <param name="deadline">The case is left where it is when this instant passes, and then not counted.</param>
    public async Task TakeOneToClosingAsync(long deadline = long.MaxValue)
    {
        var view = await SendAsync("/api/v1/cases", Opening());
        var completions = 0;
        while (OpenTask(view) is { } task)
        {
            view.Dispose();
            if (Stopwatch.GetTimestamp() >= deadline)
            {
                return;
            }

            if (task.Assignee == _staffId)
            {
                view = await CompleteAsync(task);
                completions++;
            }
            else
            {
                view = await SendAsync($"/api/v1/tasks/{task.Id}/claim", []);
            }
        }

        view.Dispose();
        CompletionsPerCase = completions;
        ClosedCases++;
    }

    public void Dispose() => _http.Dispose();

    private async Task<JsonDocument> CompleteAsync((string Id, string Form, string? Assignee) task)
    {
        var (outcome, fields) = ComplaintStory.Decide(task.Form, _staffId, TimeProvider.System.GetUtcNow());
        var began = Stopwatch.GetTimestamp();
        var view = await SendAsync($"/api/v1/tasks/{task.Id}/complete", new JsonObject { ["outcome"] = outcome, ["fields"] = fields });
        Completions.Add(Stopwatch.GetTimestamp() - began);
        return view;
    }

    private JsonObject Opening() => new()
    {
        ["definitionId"] = ComplaintStory.DefinitionId,
        ["fields"] = Fields(),
    };

    /// <summary>One call in ten is of somebody who has called before.</summary>
    private JsonObject Fields()
    {
        var fields = ComplaintStory.Opening(TimeProvider.System.GetUtcNow(), $"{_name}{_sent:000000}");
        fields["contactPhone"] = string.Create(CultureInfo.InvariantCulture, $"13{_name[^2..]}{(ClosedCases % 10 == 9 ? 0 : _sent):0000000}");
        return fields;
    }

    private async Task<JsonDocument> SendAsync(string path, JsonObject body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", $"{_name}-{++_sent}");
        using var answer = await _http.SendAsync(request);
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"POST {path} was answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        }

        Commands++;
        return JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync());
    }

    private static (string Id, string Form, string? Assignee)? OpenTask(JsonDocument view)
    {
        foreach (var task in view.RootElement.GetProperty("tasks").EnumerateArray())
        {
            if (string.Equals(task.GetProperty("status").GetString(), "open", StringComparison.OrdinalIgnoreCase))
            {
                var assignee = task.TryGetProperty("assigneeId", out var id) ? id.GetString() : null;
                return (task.GetProperty("id").GetString()!, task.GetProperty("formId").GetString()!, assignee);
            }
        }

        return null;
    }
}
