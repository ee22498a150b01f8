using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Components;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Runtime.Rules;
using WorkflowHost.Sop.Rules;

namespace WorkflowHost.Workbench.Rules.Trials;

/// <summary>A clock policy, or a ladder along one, tried from an instant on: what a case would get, and why.</summary>
public sealed partial class ClockTrialPanel
{
    private static readonly TrialEventKind[] Kinds = Enum.GetValues<TrialEventKind>();

    [Parameter, EditorRequired]
    public RuleSheet Sheet { get; set; } = default!;

    [Inject]
    private RuleTrials Trials { get; set; } = default!;

    [Inject]
    private SopPackSource Packs { get; set; } = default!;

    private DateTimeOffset StartedAt { get; set; }

    private bool IsExpedited { get; set; }

    private string? Along { get; set; }

    private List<EventRow> Events { get; } = [];

    private bool IsLadder => Sheet.Key.Kind == RuleKind.Ladder;

    private bool IsWindow => RuleSheet.TextOf(Sheet.Root, "kind") == "window";

    private IEnumerable<(string Id, string Name)> Extensions => RuleSheet.ObjectsOf(Sheet.Root, "extensions")
        .Select(each => (RuleSheet.TextOf(each, "id"), each["name"] is JsonObject name ? T.Pick(RuleSheet.TextOf(name, "zh"), RuleSheet.TextOf(name, "en")) : RuleSheet.TextOf(each, "id")));

    /// <summary>Policies that have the ladder first.</summary>
    private IEnumerable<(string Value, string Text)> AlongOptions =>
        Options.Clocks.OrderByDescending(each => Packs.Current.ClockPolicies.GetValueOrDefault(each.Value)?.LadderId == Sheet.Key.Id);

    /// <summary>What is tried at the moment.</summary>
    internal ClockTrialRequest Request => new(StartedAt, IsExpedited, null, [.. Events.Select(each => new TrialEvent(each.Kind, each.At, each.Subject))]);

    protected override void OnInitialized()
    {
        StartedAt = new DateTimeOffset(Time.Today.ToDateTime(new TimeOnly(9, 30)), Workbench.Time.CaseTime.Offset);
        Along = IsLadder ? AlongOptions.FirstOrDefault().Value : null;
    }

    private CommandResult<ClockTrialResult> Result() => IsLadder
        ? Trials.Ladder(Sheet.Key.Id, Sheet.Content, Along ?? string.Empty, Request)
        : Trials.Clock(Sheet.Key.Id, Sheet.Content, Request);

    private void AddEvent(TrialEventKind kind)
    {
        var last = Events.Select(each => each.At).DefaultIfEmpty(StartedAt).Max();
        Events.Add(new EventRow
        {
            Kind = kind,
            At = last.AddDays(kind == TrialEventKind.Resume ? 3 : 2),
            Subject = kind switch
            {
                TrialEventKind.Extend => Extensions.Select(each => each.Id).FirstOrDefault(id => Events.All(each => each.Subject != id)) ?? Extensions.FirstOrDefault().Id,
                TrialEventKind.Pause or TrialEventKind.Restart => Events.Count.ToString(CultureInfo.InvariantCulture),
                _ => null,
            },
        });
    }

    /// <summary>One event on the way, as it is typed.</summary>
    private sealed class EventRow
    {
        public TrialEventKind Kind { get; set; }

        public DateTimeOffset At { get; set; }

        public string? Subject { get; set; }
    }
}
