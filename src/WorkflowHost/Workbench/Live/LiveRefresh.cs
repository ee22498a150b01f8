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
    private int _isPending;

    /// <summary>Only changes of this case; of all cases when null.</summary>
    [Parameter]
    public string? CaseId { get; set; }

    /// <summary>Which changes matter; all when null. Runs on the committing thread.</summary>
    [Parameter]
    public Func<CaseChanged, bool>? When { get; set; }

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
        _pending = Clock.CreateTimer(_ => Tell(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _beat = Clock.CreateTimer(_ => _ = InvokeAsync(Ticked.InvokeAsync), null, Beat, Beat);
    }

    private void OnChanged(CaseChanged change)
    {
        // Started only when none runs: put off by every change, it would never end while many people work.
        if ((CaseId is null || change.CaseId == CaseId) && When?.Invoke(change) != false && Interlocked.Exchange(ref _isPending, 1) == 0)
        {
            _pending?.Change(Quiet, Timeout.InfiniteTimeSpan);
        }
    }

    private void Tell()
    {
        // Before the page reads: a change that comes while it reads is told again.
        Interlocked.Exchange(ref _isPending, 0);
        _ = InvokeAsync(Changed.InvokeAsync);
    }
}
