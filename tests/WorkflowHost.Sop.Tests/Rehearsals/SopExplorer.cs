using System.Collections.Immutable;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Sop.Activities;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Forms;
using WorkflowHost.Sop.Rehearsals;
using WorkflowHost.Sop.Tests.Packs;

namespace WorkflowHost.Sop.Tests.Rehearsals;

/// <summary>
/// Plays a shipped SOP through as often as it takes to go every way: from each given story it turns off wherever a person, a call
/// or a linked case could have decided otherwise. What only the facts of a case decide must be in the stories.
/// </summary>
internal sealed class SopExplorer
{
    private const int MostRuns = 600;

    private readonly WorkflowProgram _program;
    private readonly Dictionary<string, string[]> _choices;
    private readonly List<(string From, string Port, string To)> _connections;
    private readonly HashSet<(string Step, string Outcome)> _walked = [];

    public SopExplorer(string sop)
    {
        var file = RealPack.Files().Single(each => each.Path == sop + ".json");
        var compilation = SopCatalog.Compiler().Compile(WorkflowDefinition.Read(file.Utf8).Definition!);
        Assert.Empty(compilation.Faults);
        _program = compilation.Program!;
        var root = JsonNode.Parse(file.Utf8)!["root"]!;
        _connections = [.. root["connections"]!.AsArray().Select(c => (c!["source"]!["activity"]!.ToString(), c["source"]!["port"]!.ToString(), c["target"]!["activity"]!.ToString()))];
        _choices = root["activities"]!.AsArray()
            .Where(a => a!["type"]!.ToString() is "Sop.HumanTask" or "Sop.PlanRevisit" or "Sop.NextRevisit" or "Sop.OpenLinkedCase" or "Sop.LinkCase")
            .ToDictionary(a => a!["id"]!.ToString(), a => _connections.Where(c => c.From == a!["id"]!.ToString() && c.Port != "Over").Select(c => c.Port).Distinct().ToArray());
    }

    /// <summary>Refusals and incidents of the runs: a story that can't be played is a mistake in it or in the SOP.</summary>
    public List<string> Troubles { get; } = [];

    public IReadOnlyList<string> Left => [.. _connections.Where(c => !_walked.Contains((c.From, c.Port))).Select(c => $"{c.From}.{c.Port} → {c.To}").Order(StringComparer.Ordinal)];

    public void Explore(IEnumerable<Story> stories)
    {
        var waiting = new Queue<(Story Story, ImmutableList<RehearsedDecision> TurnOffs)>(stories.Select(story => (story, ImmutableList<RehearsedDecision>.Empty)));
        var known = new HashSet<(Story, string Step, string Outcome)>();
        for (var runs = 0; runs < MostRuns && waiting.TryDequeue(out var next); runs++)
        {
            var (story, turnOffs) = next;
            if (turnOffs.Count > 0 && _walked.Contains((turnOffs[^1].ActivityId, turnOffs[^1].Outcome)))
            {
                continue;
            }

            var result = Run(story, turnOffs);
            foreach (var step in result.Path.Where(step => _choices.ContainsKey(step.ActivityId)).DistinctBy(step => step.ActivityId))
            {
                foreach (var outcome in _choices[step.ActivityId].Where(each => !_walked.Contains((step.ActivityId, each)) && known.Add((story, step.ActivityId, each))))
                {
                    waiting.Enqueue((story, turnOffs.Add(new(step.ActivityId, outcome))));
                }
            }
        }
    }

    /// <summary>What the other SOP's opening form says to the values it would be handed.</summary>
    private static string? Refusal(RehearsedLinkedCase linked, DateTimeOffset now)
    {
        var file = RealPack.Files().Single(each => each.Path == linked.DefinitionId + ".json");
        var form = SopProfile.Of(WorkflowDefinition.Read(file.Utf8).Definition!)!.OpenForm;
        var result = FormValidator.Validate(RealPack.Pack.Forms[form], linked.Fields, outcome: null, [], now);
        return result.Faults.Count == 0 ? null : $"{linked.DefinitionId} refuses {string.Join(", ", result.Faults.Select(fault => $"{fault.Field} {fault.Code}"))}";
    }

    private RehearsalResult Run(Story story, ImmutableList<RehearsedDecision> turnOffs)
    {
        var told = turnOffs.Select(each => story.Decisions.FirstOrDefault(known => known.ActivityId == each.ActivityId && known.Outcome == each.Outcome) ?? each);
        var result = CaseRehearsal.Run(new()
        {
            Program = _program,
            Pack = RealPack.Pack,
            StartsAt = new DateTimeOffset(2026, 3, 16, 10, 5, 0, TimeSpan.FromHours(8)),
            Fields = story.Opening,
            Decisions = [.. told, .. story.Decisions.Where(each => turnOffs.TrueForAll(other => other.ActivityId != each.ActivityId))],
            Events = story.Events,
            Limits = new() { Time = TimeSpan.FromDays(story.Days), Commands = 400, Rounds = 6 },
        });
        foreach (var step in result.Path.Where(step => step.CompletedAt is not null))
        {
            _walked.UnionWith(step.Outcomes.DefaultIfEmpty("Done").Select(outcome => (step.ActivityId, outcome)));
        }

        Troubles.AddRange(result.LinkedCases.Select(linked => Refusal(linked, result.StoppedAt)).OfType<string>().Select(refusal => $"{story.Name}: {refusal}"));
        Troubles.AddRange(result.Incidents.Select(each => $"{story.Name}: {each.ActivityId}: {each.Message} {each.Cause}"));
        if (result.Stop.Reason is StopReason.Refused or StopReason.Failed)
        {
            Troubles.Add($"{story.Name} ({string.Join(", ", turnOffs.Select(each => $"{each.ActivityId}={each.Outcome}"))}): {result.Stop.ActivityId} {result.Stop.Sentence.Text.En}");
        }

        return result;
    }
}

/// <summary>Facts of a case and what happens to it from outside; all else is left to the explorer.</summary>
internal sealed record Story(string Name)
{
    /// <summary>Fields of the opening form; what is required besides is filled in.</summary>
    public JsonObject Opening { get; init; } = [];

    /// <summary>Fields or times that go with an outcome when it is taken; the first of a step is taken unless the explorer turns off there.</summary>
    public IReadOnlyList<RehearsedDecision> Decisions { get; init; } = [];

    public IReadOnlyList<RehearsedEvent> Events { get; init; } = [];

    /// <summary>How long the case is followed.</summary>
    public int Days { get; init; } = 150;

    public static Story With(string name, params (string Field, JsonNode? Value)[] opening) => new(name) { Opening = Fields(opening) };

    public Story Deciding(string step, string outcome, params (string Field, JsonNode? Value)[] fields) =>
        this with { Decisions = [.. Decisions, new(step, outcome) { Fields = Fields(fields) }] };

    public Story Late(string step, string outcome, int days, params (string Field, JsonNode? Value)[] fields) =>
        this with { Decisions = [.. Decisions, new(step, outcome) { After = TimeSpan.FromDays(days), Fields = Fields(fields) }] };

    public Story Raising(string eventName, double hours, params (string Field, JsonNode? Value)[] fields) =>
        this with { Events = [.. Events, new(eventName, TimeSpan.FromHours(hours)) { Fields = Fields(fields) }] };

    private static JsonObject Fields((string Field, JsonNode? Value)[] values) => new(values.Select(each => KeyValuePair.Create(each.Field, each.Value)));
}
