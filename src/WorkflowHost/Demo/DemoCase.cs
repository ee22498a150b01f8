using System.Text.Json.Nodes;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Sop.Calendars;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Revisits;

namespace WorkflowHost.Demo;

/// <summary>
/// One demo case in the making: gives commands through the same desk as every person and machine, at the demo clock's time.
/// </summary>
internal sealed class DemoCase(DemoComplaint complaint, int number, CaseDesk desk, CaseQueries queries, WorkCalendar calendar, DemoClock clock)
{
    private CaseView? _view;

    public DemoComplaint Complaint => complaint;

    public int Number => number;

    public DateTimeOffset Now => clock.GetUtcNow().ToOffset(calendar.UtcOffset);

    public CaseView View => _view ?? throw new InvalidOperationException($"The demo case of {complaint.Customer} is not open yet.");

    public bool IsOpen => _view is not null;

    /// <summary>The instant so many business hours from now.</summary>
    public DateTimeOffset Later(double hours) => calendar.AddBusinessTime(Now, TimeSpan.FromHours(hours));

    public async Task OpenAsync(Actor actor) =>
        _view = Must(await desk.OpenAsync("complaint", DemoForms.Open(complaint, number, Now), actor), "open");

    public async Task CompleteAsync(string step, Actor actor, string outcome, JsonObject fields)
    {
        await RefreshAsync(actor);
        var task = View.Tasks.FirstOrDefault(task => task.ActivityId == step && task.Status == CaseTaskStatus.Open)
            ?? throw new InvalidOperationException($"The demo case of {complaint.Customer} has no open task {step}; open are: {string.Join(", ", OpenSteps())}.");
        _view = Must(await desk.CompleteAsync(task.Id, outcome, fields, actor, task.Version), $"complete {step}");
    }

    public async Task RaiseAsync(string eventName, Actor actor, JsonObject fields) =>
        _view = Must(await desk.RaiseEventAsync(View.Id, eventName, fields, actor), $"raise {eventName}");

    public async Task NoteAsync(Actor actor, string text) => _view = Must(await desk.AddNoteAsync(View.Id, text, actor), "note");

    public async Task CallAsync(Actor actor, AttemptResult result, int? rating)
    {
        var revisit = View.Revisits[^1];
        var request = new RevisitAttemptRequest
        {
            Channel = ContactChannel.Phone,
            Result = result,
            Rating = rating,
            Answers = rating is { } given ? DemoForms.RevisitAnswers(given, revisit.Revisit.PolicyId) : null,
            Comment = rating is null ? null : "客户对处理结果表示认可。",
        };
        _view = Must(await desk.LogAttemptAsync(revisit.Id, request, actor), "call");
    }

    /// <summary>True when the step waits for somebody now.</summary>
    public async Task<bool> WaitsForAsync(string step, Actor actor)
    {
        await RefreshAsync(actor);
        return OpenSteps().Contains(step);
    }

    /// <summary>The role that may do an open step.</summary>
    public string RoleOf(string step) => View.Tasks.First(task => task.ActivityId == step && task.Status == CaseTaskStatus.Open).Role;

    private async Task RefreshAsync(Actor actor) => _view = await queries.CaseAsync(View.Id, actor) ?? View;

    private IEnumerable<string> OpenSteps() => View.Tasks.Where(task => task.Status == CaseTaskStatus.Open).Select(task => task.ActivityId);

    /// <summary>A demo story is ours, so a refusal is a mistake in it and not the user's.</summary>
    private CaseView Must(CommandResult<CaseView> result, string what)
    {
        if (result.IsOk)
        {
            return result.Value;
        }

        var faults = string.Join("; ", result.Refusal.Fields.Select(fault => $"{fault.Field}: {fault.Code}"));
        throw new InvalidOperationException(
            $"Demo case of {complaint.Customer} ({complaint.Plot}), {what} at {Now:yyyy-MM-dd HH:mm}: {result.Refusal.Code} {string.Join(", ", result.Refusal.Args)} {faults}");
    }
}
