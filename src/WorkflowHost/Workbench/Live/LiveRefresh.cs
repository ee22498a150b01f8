using Microsoft.AspNetCore.Components;
using WorkflowHost.Runtime.Changes;

namespace WorkflowHost.Workbench.Live;

/// <summary>
/// Renders nothing. Tells its page when cases were changed by anybody (many changes at once are told once), and every
/// half minute so that distances to deadlines keep telling the truth.
/// </summary>
public sealed class LiveRefresh : ComponentBase, IDisposable
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(30);
    private ITimer? _beat;
    private ITimer? _pending;

    /// <summary>Only changes of this case; of all cases when null.</summary>
    [Parameter]
    public string? CaseId { get; set; }

    [Parameter]
    public EventCallback Changed { get; set; }

    [Parameter]
    public EventCallback Ticked { get; set; }

    [Inject]
    private CaseChangeFeed Feed { get; set; } = default!;

    [Inject]
    private TimeProvider Clock { get; set; } = default!;

    public void Dispose()
    {
        Feed.Changed -= OnChanged;
        _beat?.Dispose();
        _pending?.Dispose();
    }

    protected override void OnInitialized()
    {
        Feed.Changed += OnChanged;
        _pending = Clock.CreateTimer(_ => _ = InvokeAsync(Changed.InvokeAsync), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _beat = Clock.CreateTimer(_ => _ = InvokeAsync(Ticked.InvokeAsync), null, Beat, Beat);
    }

    private void OnChanged(CaseChanged change)
    {
        if (CaseId is null || change.CaseId == CaseId)
        {
            _pending?.Change(Quiet, Timeout.InfiniteTimeSpan);
        }
    }
}
