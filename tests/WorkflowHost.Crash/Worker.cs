using System.Globalization;
using System.Text.Json.Nodes;
using WorkflowHost.Journeys;

namespace WorkflowHost.Crash;

/// <summary>
/// One member of staff at work: opens complaints and takes each through its steps, adds notes to cases of others, and now
/// and then sends an answered command once more, as a client whose answer was lost would.
/// </summary>
internal sealed class Worker(Client client, int number, int seed, Ledger ledger, SharedCases shared)
{
    private readonly Random _random = new(seed);
    private int _commands;

    /// <summary>Works until told to stop; the command in hand is then still brought to its answer.</summary>
    public async Task WorkAsync(CancellationToken stop, CancellationToken abort)
    {
        while (!stop.IsCancellationRequested)
        {
            if (_random.Next(8) == 0)
            {
                await OpenAsync(PulseStory.DefinitionId, PulseStory.Opening(NextKey()), CommandKind.Pulse, abort);
                continue;
            }

            var opening = ComplaintStory.Opening(TimeProvider.System.GetUtcNow().AddMinutes(-_random.Next(240)), NextKey());
            if (await OpenAsync(ComplaintStory.DefinitionId, opening, CommandKind.Open, abort) is { } view)
            {
                await TakeToClosingAsync(view, stop, abort);
            }
        }
    }

    private async Task TakeToClosingAsync(JsonNode view, CancellationToken stop, CancellationToken abort)
    {
        var caseId = (string)view["id"]!;
        shared.Add(caseId);
        while (!stop.IsCancellationRequested)
        {
            if (_random.Next(5) == 0)
            {
                await NoteAsync(shared.Pick(_random), abort);
            }

            if (OpenTask(view) is not { } task)
            {
                ledger.RecordClosedCase();
                return;
            }

            if (await StepAsync(caseId, task, abort) is not { } next)
            {
                return;
            }

            view = next;
        }
    }

    private async Task<JsonNode?> StepAsync(string caseId, JsonNode task, CancellationToken abort)
    {
        var taskId = (string)task["id"]!;
        if ((string?)task["assigneeId"] != client.StaffId)
        {
            return await CommandAsync($"/api/v1/tasks/{taskId}/claim", [], CommandKind.Claim, caseId, taskId, null, abort);
        }

        var (outcome, fields) = ComplaintStory.Decide((string)task["formId"]!, client.StaffId, TimeProvider.System.GetUtcNow());
        var body = new JsonObject { ["outcome"] = outcome, ["fields"] = fields };
        return await CommandAsync($"/api/v1/tasks/{taskId}/complete", body, CommandKind.Complete, caseId, taskId, outcome, abort);
    }

    private async Task NoteAsync(string caseId, CancellationToken abort)
    {
        var text = $"note {NextKey()}";
        await CommandAsync($"/api/v1/cases/{caseId}/notes", new JsonObject { ["text"] = text }, CommandKind.Note, caseId, text, null, abort);
    }

    private Task<JsonNode?> OpenAsync(string definitionId, JsonObject fields, CommandKind kind, CancellationToken abort) =>
        CommandAsync("/api/v1/cases", new JsonObject { ["definitionId"] = definitionId, ["fields"] = fields }, kind, null, string.Empty, null, abort);

    private async Task<JsonNode?> CommandAsync(string path, JsonObject body, CommandKind kind, string? caseId, string subject, string? outcome, CancellationToken abort)
    {
        var key = NextKey();
        var answer = await client.CommandAsync(path, body, key, abort);
        if (!answer.IsOk)
        {
            ledger.Violated($"{kind} {path} was refused on try {answer.Tries} with {answer.Status}: {answer.Body?.ToJsonString()}");
            return null;
        }

        var answeredCase = (string)answer.Body!["id"]!;
        if (caseId is not null && caseId != answeredCase)
        {
            ledger.Violated($"{kind} {path} of case {caseId} was answered with case {answeredCase}.");
        }

        ledger.Record(new Acknowledged(key, client.StaffId, kind, answeredCase, subject, outcome, answer.Tries));
        if (_random.Next(10) == 0)
        {
            await RepeatAsync(path, body, key, answeredCase, abort);
        }

        return answer.Body;
    }

    private async Task RepeatAsync(string path, JsonObject body, string key, string caseId, CancellationToken abort)
    {
        var again = await client.CommandAsync(path, body, key, abort);
        ledger.RecordRepeat();
        if (!again.IsOk || (string?)again.Body?["id"] != caseId)
        {
            ledger.Violated($"{path} was answered for case {caseId}; sent again with the same key it got {again.Status}: {again.Body?.ToJsonString()}");
        }
    }

    private string NextKey() => string.Create(CultureInfo.InvariantCulture, $"c{number:00}-{++_commands:00000}");

    private static JsonNode? OpenTask(JsonNode view) =>
        ((JsonArray)view["tasks"]!).FirstOrDefault(task => string.Equals((string?)task!["status"], "open", StringComparison.OrdinalIgnoreCase));
}

/// <summary>Cases that any client may add notes to, so that clients meet at the same case. Thread safe.</summary>
internal sealed class SharedCases
{
    private readonly List<string> _cases = [];

    public void Add(string caseId)
    {
        lock (_cases)
        {
            _cases.Add(caseId);
        }
    }

    /// <summary>Prefers the latest ones, which are still worked on.</summary>
    public string Pick(Random random)
    {
        lock (_cases)
        {
            return _cases[Math.Max(0, _cases.Count - 1 - random.Next(40))];
        }
    }
}
