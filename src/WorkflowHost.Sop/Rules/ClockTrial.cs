using System.Globalization;
using WorkflowHost.Sop.Calendars;
using WorkflowHost.Sop.Clocks;
using WorkflowHost.Sop.Ladders;
using WorkflowHost.Sop.Language;
using WorkflowHost.Sop.Packs;

namespace WorkflowHost.Sop.Rules;

/// <summary>What is tried on a clock policy: when it begins and what happens to it.</summary>
/// <param name="StartedAt">The instant the clock is started with.</param>
/// <param name="IsExpedited">On the fast track.</param>
/// <param name="LadderId">A ladder in the place of the policy's own; null takes the policy's.</param>
/// <param name="Events">What happens on the way, in any order.</param>
public sealed record ClockTrialRequest(DateTimeOffset StartedAt, bool IsExpedited = false, string? LadderId = null, IReadOnlyList<TrialEvent>? Events = null);

/// <summary>Something that happens to a clock that is tried.</summary>
/// <param name="Subject">The extension's id, the reason of a pause or of new facts; null where the event needs none.</param>
public sealed record TrialEvent(TrialEventKind Kind, DateTimeOffset At, string? Subject = null);

/// <summary>What may happen to a clock that is tried.</summary>
public enum TrialEventKind
{
    Pause,
    Resume,
    Extend,
    Restart,
}

/// <summary>An instant on the timeline of a clock that is tried.</summary>
/// <param name="Text">What happens then, Chinese and English.</param>
/// <param name="DeliverAt">When people are told, where that isn't at once.</param>
/// <param name="Roles">Whom a step of the ladder tells.</param>
public sealed record TrialMoment(TrialMomentKind Kind, DateTimeOffset At, LocalizedText Text, DateTimeOffset? DeliverAt = null, IReadOnlyList<string>? Roles = null);

/// <summary>What a moment of a timeline is; screens colour by it.</summary>
public enum TrialMomentKind
{
    Start,
    Pause,
    Resume,
    Extend,
    Restart,
    Ladder,
    InternalDue,
    Due,
}

/// <summary>The deadline with its explanation, and all that lies on the way.</summary>
/// <param name="DueAt">The deadline; null while the clock stands still at the end of what was tried.</param>
/// <param name="InternalDueAt">The prudent date people work towards, where it differs.</param>
/// <param name="IsProvisional">Leans on a year whose calendar isn't loaded.</param>
/// <param name="Explanation">The steps that led to it.</param>
/// <param name="Moments">In the order of time.</param>
public sealed record ClockTrialResult(
    DateTimeOffset? DueAt, DateTimeOffset? InternalDueAt, bool IsProvisional, IReadOnlyList<LocalizedText> Explanation, IReadOnlyList<TrialMoment> Moments);

/// <summary>Runs a clock policy as a case would, on paper only. Pure, thread-safe.</summary>
public static class ClockTrial
{
    /// <summary>Most events of one trial.</summary>
    public const int MostEvents = 20;

    private static readonly CultureInfo Chinese = CultureInfo.GetCultureInfo("zh-CN");
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");

    /// <returns>
    /// The timeline, or the refusal the rule would answer with: <c>clock.not_pausable</c>, <c>clock.extension_late</c> and the like;
    /// <c>trial.too_many_events</c>; <c>trial.calendar_unknown</c>.
    /// </returns>
    public static Outcome<ClockTrialResult> Run(ClockPolicy policy, SopPack pack, ClockTrialRequest request)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(pack);
        ArgumentNullException.ThrowIfNull(request);
        var events = (request.Events ?? []).OrderBy(each => each.At).ToList();
        if (events.Count > MostEvents)
        {
            return Refusal.Of("trial.too_many_events", ("max", MostEvents.ToString(CultureInfo.InvariantCulture)));
        }

        if (!pack.Calendars.TryGetValue(policy.CalendarId, out var calendar))
        {
            return Refusal.Of("trial.calendar_unknown", ("calendar", policy.CalendarId));
        }

        var started = ClockRules.Start(policy, policy.Id, request.StartedAt, calendar, request.LadderId, request.IsExpedited);
        if (started.IsRefused)
        {
            return started.Refusal;
        }

        var clock = started.Value;
        var moments = new List<TrialMoment> { new(TrialMomentKind.Start, clock.StartedAt, Said("trial.start")) };
        foreach (var each in events)
        {
            var next = Apply(clock, policy, each, calendar);
            if (next.IsRefused)
            {
                return next.Refusal;
            }

            clock = next.Value;
            moments.Add(MomentOf(each, policy, calendar));
        }

        return Result(clock, pack, calendar, moments);
    }

    private static Outcome<Clock> Apply(Clock clock, ClockPolicy policy, TrialEvent what, WorkCalendar calendar) => what.Kind switch
    {
        TrialEventKind.Pause => ClockRules.Pause(clock, what.At, ReasonOf(what)),
        TrialEventKind.Resume => ClockRules.Resume(clock, what.At, calendar),
        TrialEventKind.Extend => ClockRules.WouldExtend(clock, policy, what.Subject ?? string.Empty, what.At, calendar),
        TrialEventKind.Restart => ClockRules.Restart(clock, what.At, ReasonOf(what), calendar),
        _ => throw new InvalidOperationException($"A trial has the unknown event {what.Kind}."),
    };

    private static string ReasonOf(TrialEvent what) => string.IsNullOrWhiteSpace(what.Subject) ? what.Kind.ToString() : what.Subject;

    private static TrialMoment MomentOf(TrialEvent what, ClockPolicy policy, WorkCalendar calendar)
    {
        var at = what.At.ToOffset(calendar.UtcOffset);
        return what.Kind switch
        {
            TrialEventKind.Pause => new(TrialMomentKind.Pause, at, Said("trial.pause", ("reason", what.Subject ?? string.Empty))),
            TrialEventKind.Resume => new(TrialMomentKind.Resume, at, Said("trial.resume")),
            TrialEventKind.Restart => new(TrialMomentKind.Restart, at, Said("trial.restart", ("reason", what.Subject ?? string.Empty))),
            _ => new(TrialMomentKind.Extend, at, Said("trial.extend", ("extension", policy.Extensions.First(rule => rule.Id == what.Subject).Name))),
        };
    }

    private static ClockTrialResult Result(Clock clock, SopPack pack, WorkCalendar calendar, List<TrialMoment> moments)
    {
        if (clock.Status == ClockStatus.Paused)
        {
            return new(null, null, false, Explained(clock), moments);
        }

        if (clock.LadderId is { } id && pack.Ladders.TryGetValue(id, out var ladder))
        {
            moments.AddRange(LadderTrial.Moments(clock, ladder, calendar));
        }

        if (clock.InternalDueAt is { } inner && inner != clock.DueAt)
        {
            moments.Add(new(TrialMomentKind.InternalDue, inner, Said("trial.internal_due")));
        }

        moments.Add(new(TrialMomentKind.Due, clock.DueAt, Said(clock.Kind == ClockKind.Window ? "trial.window_ends" : "trial.due")));
        return new(clock.DueAt, clock.InternalDueAt, clock.IsProvisional, Explained(clock), [.. moments.OrderBy(moment => moment.At).ThenBy(moment => moment.Kind)]);
    }

    private static List<LocalizedText> Explained(Clock clock) =>
        [.. clock.Derivation.Select(step => new LocalizedText(DerivationText.Render(step, Chinese), DerivationText.Render(step, English)))];

    internal static LocalizedText Said(string code, params ReadOnlySpan<(string Name, LocalizedText Value)> args) => Sentence.Of(code, args).Text;
}
