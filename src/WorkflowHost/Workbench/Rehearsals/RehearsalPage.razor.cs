using System.Globalization;
using Microsoft.AspNetCore.Components;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Runtime.Rehearsals;
using WorkflowHost.Runtime.Staff;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Rehearsals;
using WorkflowHost.Workbench.Forms;
using WorkflowHost.Workbench.Live;
using WorkflowHost.Workbench.Sops;
using WorkflowHost.Workbench.Time;

namespace WorkflowHost.Workbench.Rehearsals;

/// <summary>Plays one case through a version in virtual time, beside the published one. Nothing of it is stored or sent.</summary>
public sealed partial class RehearsalPage : IDisposable
{
    private readonly CancellationTokenSource _left = new();

    [Parameter, EditorRequired]
    public string DefinitionId { get; set; } = "";

    /// <summary>The latest when null, which may be a draft.</summary>
    [SupplyParameterFromQuery(Name = "version")]
    private int? Version { get; set; }

    [Inject]
    private RehearsalDesk Desk { get; set; } = default!;

    [Inject]
    private DefinitionStore Definitions { get; set; } = default!;

    [Inject]
    private SopPackSource Pack { get; set; } = default!;

    [Inject]
    private StaffDirectory Staff { get; set; } = default!;

    [Inject]
    private CurrentActor Me { get; set; } = default!;

    [Inject]
    private OwnerActions Owner { get; set; } = default!;

    private DefinitionVersion? Meant { get; set; }

    private FormModel? Form { get; set; }

    private string Name { get; set; } = "";

    private bool IsUnknown { get; set; }

    private bool IsBusy { get; set; }

    private bool IsFormOpen { get; set; } = true;

    /// <summary>Wall time of the case's zone.</summary>
    private DateTime? StartsAt { get; set; }

    /// <summary>The outcome chosen for a step, by activity; a step without one ends with its first.</summary>
    private Dictionary<string, string> Decisions { get; } = new(StringComparer.Ordinal);

    /// <summary>What may be raised on a case of this SOP.</summary>
    private IReadOnlyList<PossibleEvent> Possible { get; set; } = [];

    /// <summary>What is raised in the next run.</summary>
    private List<PlannedEvent> Events { get; } = [];

    private TestRunAnswer? Answer { get; set; }

    public static string AddressOf(string definitionId, int? version = null) =>
        SopPage.AddressOf(definitionId) + "/test-run" + (version is null ? "" : string.Create(CultureInfo.InvariantCulture, $"?version={version}"));

    protected override async Task OnInitializedAsync()
    {
        var meant = await Definitions.GetAsync(DefinitionId, Version);
        var definition = meant is null ? null : WorkflowDefinition.Read(meant.Json.Span).Definition;
        if ((definition is null ? null : SopProfile.Of(definition)) is not { } profile || !Pack.Current.Forms.TryGetValue(profile.OpenForm, out var form))
        {
            IsUnknown = true;
            return;
        }

        Name = T.Pick(profile.NameZh, profile.NameEn);
        // Times are left to the rehearsal, which fills them in as of the virtual instant the case is opened at.
        Form = new FormModel(form, [], await Me.GetAsync(), Prefill.Everything);
        Possible = PossibleEvent.Of(definition!);
        StartsAt = Time.Now.DateTime;
        Meant = meant;
    }

    private Task RunAsync()
    {
        IsFormOpen = false;
        return PlayAsync();
    }

    private Task DecideAsync((string ActivityId, string Outcome) decision)
    {
        Decisions[decision.ActivityId] = decision.Outcome;
        return PlayAsync();
    }

    private void Plan(string? eventName)
    {
        if (Possible.FirstOrDefault(each => each.EventName == eventName) is { } chosen)
        {
            Events.Add(new(chosen));
        }
    }

    private Task ForgetDecisionsAsync()
    {
        Decisions.Clear();
        return PlayAsync();
    }

    private async Task PlayAsync()
    {
        IsBusy = true;
        try
        {
            var request = new TestRunRequest(Form!.Fields(), StartsAt is { } wall ? new DateTimeOffset(wall, CaseTime.Offset) : null)
            {
                Decisions = [.. Decisions.Select(each => new RehearsedDecision(each.Key, each.Value))],
                Events = [.. Events.Select(each => new RehearsedEvent(each.Event.EventName, TimeSpan.FromHours(each.AfterHours)))],
            };
            await Owner.DoAsync(async _ =>
            {
                Answer = await Desk.RunAsync(DefinitionId, Meant!.Version, request, _left.Token);
                return null;
            });
        }
        catch (OperationCanceledException) when (_left.IsCancellationRequested)
        {
            // Nobody looks any more; the next owner's run need not wait for it.
        }
        finally
        {
            IsBusy = false;
        }
    }

    public void Dispose()
    {
        _left.Cancel();
        _left.Dispose();
    }
}
