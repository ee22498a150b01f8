using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.States;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Clocks;

namespace WorkflowHost.Sop.Activities;

/// <summary>Waits until a clock of the case has run out. Waits on when the clock was extended or paused meanwhile; passes at once when it has ended or never ran.</summary>
internal sealed class AwaitClockActivity : Activity, Activity.IDescribed
{
    private Input<string> _clock = null!;
    private Input<int> _daysBefore = null!;
    private Input<int> _grace = null!;

    public static ActivityDescriptor Descriptor { get; } = new("Sop.AwaitClock", SopCatalog.Category, ("Await clock", "等待时限届满"), ("Waits until a deadline or window has run out.", "等到一个时限或窗口期届满再继续。"))
    {
        Inputs =
        [
            ClockInputs.Clock,
            new("DaysBefore", "Int32", ("Days before", "提前天数"), ("Passes at opening time so many days before the last day, and the clock runs on; 0 waits until it has run out.", "在最后一日之前这么多天的上班时间通过，时限继续计时；0 为等到届满。")) { DefaultValue = 0 },
            new("GraceDays", "Int32", ("Grace in working days", "届满后宽限工作日"), ("What arrived in time may be entered so many working days after the end; the clock then still stands.", "届满前收到、事后补录的，在这么多个工作日内仍可登记。")) { DefaultValue = 0 },
        ],
    };

    protected override void Bind(ActivityBinder binder)
    {
        _clock = binder.Input<string>("clock");
        _daysBefore = binder.Input("daysBefore", 0);
        _grace = binder.Input("graceDays", 0);
        binder.RequireBound("sop.clock.missing", "clock", _clock);
    }

    protected override void Execute(ActivityContext context) => WaitOrPass(context);

    protected override void Resume(ActivityContext context, Bookmark bookmark, JsonNode? input) => WaitOrPass(context);

    private void WaitOrPass(ActivityContext context)
    {
        var policyId = context.Get(_clock) ?? string.Empty;
        var work = context.Facet<CaseWork>();
        if (work.FindClock(policyId) is not { } clock)
        {
            context.Complete();
            return;
        }

        // A deadline named to the second holds for that whole second; a paused one is looked at again a day later.
        var daysBefore = Math.Max(0, context.Get(_daysBefore));
        var end = clock.Status == ClockStatus.Paused ? context.Now.AddDays(1)
            : daysBefore > 0 ? work.OpeningBefore(clock, daysBefore)
            : work.EndOf(clock, Math.Max(0, context.Get(_grace))).AddSeconds(1);
        if (context.Now >= end)
        {
            if (daysBefore == 0)
            {
                work.StopClock(policyId, context.Now);
            }

            context.Complete();
            return;
        }

        context.CreateBookmark(Descriptor.TypeName, dueAt: end, isPerInstance: true);
    }
}
