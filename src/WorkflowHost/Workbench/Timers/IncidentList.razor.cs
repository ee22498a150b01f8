using Microsoft.AspNetCore.Components;
using Radzen;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Incidents;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Workbench.Live;

namespace WorkflowHost.Workbench.Timers;

/// <summary>Steps that failed: one or many are retried, skipped or cancelled. The job goes on when the page is left, and is shown again on return.</summary>
public sealed partial class IncidentList : IDisposable
{
    /// <summary>Whoever runs one now, or the last that was seen here, is among the newest.</summary>
    private const int JobsLookedAt = 5;

    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);
    private ITimer? _beat;

    [Inject]
    private CaseQueries Queries { get; set; } = default!;

    [Inject]
    private IncidentDesk Desk { get; set; } = default!;

    [Inject]
    private IncidentJobs Jobs { get; set; } = default!;

    [Inject]
    private CurrentActor Me { get; set; } = default!;

    [Inject]
    private DialogService Dialogs { get; set; } = default!;

    [Inject]
    private TimeProvider Clock { get; set; } = default!;

    [Inject]
    private ILogger<IncidentList> Logger { get; set; } = default!;

    private Fetch<IReadOnlyList<IncidentRow>> Incidents { get; set; } = default!;

    private IReadOnlyList<StalledRow> Stalled { get; set; } = [];

    private bool _isReading;
    private bool _isWantedAgain;

    private HashSet<string> Chosen { get; } = new(StringComparer.Ordinal);

    private IncidentJob? Job { get; set; }

    private CaseRefusal? Refusal { get; set; }

    private bool MayAct { get; set; }

    public void Dispose() => _beat?.Dispose();

    protected override async Task OnInitializedAsync()
    {
        Incidents = new(Logger);
        _beat = Clock.CreateTimer(_ => _ = InvokeAsync(FollowAsync), null, Beat, Beat);
        await LoadAllAsync();
    }

    /// <summary>What is stalled changes when nothing happens, and is dear to find: read with the beat, not with each change by anybody.</summary>
    private Task LoadAllAsync() => LoadAsync(readsStalled: true);

    private Task LoadAsync() => LoadAsync(readsStalled: false);

    /// <summary>One read at a time: while people work, changes come faster than a large database answers.</summary>
    private async Task LoadAsync(bool readsStalled)
    {
        if (_isReading)
        {
            _isWantedAgain = true;
            return;
        }

        _isReading = true;
        try
        {
            do
            {
                _isWantedAgain = false;
                await ReadAsync(readsStalled);
            }
            while (_isWantedAgain);
        }
        finally
        {
            _isReading = false;
        }
    }

    private async Task ReadAsync(bool readsStalled)
    {
        var me = await Me.GetAsync();
        MayAct = me.IsInAny(IncidentJobs.Roles);
        await Incidents.RunAsync(async () =>
        {
            Job = (await Jobs.ListAsync(me, JobsLookedAt)).FirstOrDefault(job => job.State == IncidentJobState.Running || job.Id == Job?.Id);
            Stalled = readsStalled ? await Desk.StalledAsync(me) : Stalled;
            return await Queries.IncidentsAsync(me);
        });
        Chosen.IntersectWith((Incidents.Value ?? []).Select(row => row.CaseId));
    }

    /// <summary>While a job runs its progress is shown; a page that shows none asks for nothing.</summary>
    private async Task FollowAsync()
    {
        if (Job is not { State: IncidentJobState.Running } running)
        {
            return;
        }

        try
        {
            Job = await Jobs.FindAsync(running.Id, await Me.GetAsync());
        }
        catch (Exception error) when (StorageFaults.Of(error) is not null)
        {
            // The progress stays as it was last known; the next beat asks again.
            LogAway(error);
        }

        StateHasChanged();
    }

    private void Choose(string caseId, bool isChosen) => _ = isChosen ? Chosen.Add(caseId) : Chosen.Remove(caseId);

    private void ChooseAll(bool isChosen)
    {
        Chosen.Clear();
        Chosen.UnionWith(isChosen ? (Incidents.Value ?? []).Select(row => row.CaseId) : []);
    }

    private async Task StartAsync(IncidentAct act)
    {
        IncidentRef[] refs = [.. (Incidents.Value ?? []).Where(row => Chosen.Contains(row.CaseId))
            .SelectMany(row => row.Incidents.Select(incident => new IncidentRef(row.CaseId, incident.ActivityInstanceId)))];
        if (act == IncidentAct.Retry)
        {
            Refusal = await BeginAsync(act, refs, null);
            return;
        }

        await Dialogs.OpenAsync<ReasonDialog>(
            T[$"incidents.act.{act}"],
            new Dictionary<string, object?>
            {
                [nameof(ReasonDialog.Lead)] = T[$"incidents.lead.{act}", ("n", refs.Length)],
                [nameof(ReasonDialog.Submit)] = T[$"incidents.act.{act}"],
                [nameof(ReasonDialog.Take)] = (Func<string, Task<CaseRefusal?>>)(reason => BeginAsync(act, refs, reason)),
            },
            new DialogOptions { Width = "480px" });
    }

    private async Task<CaseRefusal?> BeginAsync(IncidentAct act, IncidentRef[] refs, string? reason)
    {
        var result = await Jobs.StartAsync(act, refs, null, reason, await Me.GetAsync());
        Job = result.Value ?? Job;
        return result.Refusal;
    }

    private async Task StopAsync()
    {
        try
        {
            var stopped = await Jobs.StopAsync(Job!.Id, await Me.GetAsync());
            (Job, Refusal) = (stopped.Value ?? Job, stopped.Refusal);
        }
        catch (Exception error) when (StorageFaults.Of(error) is not null)
        {
            // The stop itself answers as a refusal; what failed is reading what became of the job.
            LogAway(error);
        }
    }

    private void LogAway(Exception error) => Logger.LogWarning(error, "How far the job over incidents is could not be read.");
}
