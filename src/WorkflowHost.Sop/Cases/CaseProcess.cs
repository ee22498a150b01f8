using System.Text.Json.Nodes;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Sop.CustomerLinks;
using WorkflowHost.Sop.Forms;
using WorkflowHost.Sop.Links;
using WorkflowHost.Sop.Versions;

namespace WorkflowHost.Sop.Cases;

/// <summary>
/// The pure heart of the product: a case, a command and the world's facts in; the next case and its rows out. Running it
/// twice with the same arguments gives the same result, so the shell may retry after a version conflict.
/// </summary>
public static class CaseProcess
{
    /// <summary>Characters of a note.</summary>
    private const int LongestNote = 4000;

    /// <summary>Characters of the reason for looking at sensitive fields, or for counting deadlines again.</summary>
    private const int LongestReason = 500;

    /// <param name="state">The case as stored, or null for <see cref="OpenCase"/>.</param>
    /// <returns>A burst to store, a refusal (nothing to store), or <see cref="CaseOutcome.Ignored"/>.</returns>
    /// <exception cref="ArgumentException">The command does not fit the state: opening an existing case, or commanding none.</exception>
    public static CaseOutcome Handle(CaseState? state, CaseCommand command, CaseEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(environment);
        if (command is OpenCase or StartInstance)
        {
            return state is not null
                ? throw new ArgumentException("The case is open already.", nameof(state))
                : command is OpenCase open ? Open(open, environment) : InstanceCommands.Start((StartInstance)command, environment);
        }

        ArgumentNullException.ThrowIfNull(state);
        return command switch
        {
            ClaimTask claim => TaskCommands.Claim(state, claim, environment),
            ReleaseTask release => TaskCommands.Release(state, release, environment),
            ReassignTask reassign => TaskCommands.Reassign(state, reassign, environment),
            CompleteTask complete => TaskCommands.Complete(state, complete, environment),
            RaiseCaseEvent raise => Raise(state, raise, environment),
            LogRevisitAttempt attempt => RevisitCommands.LogAttempt(state, attempt, environment),
            AddNote note => Note(state, note, environment),
            RevealSensitive reveal => Reveal(state, reveal, environment),
            FireTimer timer => TimerCommands.Fire(state, timer, environment),
            RunTimerNow run => TimerCommands.RunNow(state, run, environment),
            SkipTimer skip => TimerCommands.Skip(state, skip, environment),
            RecordRepeat repeat => Repeat(state, repeat, environment),
            RetryIncident retry => Retry(state, retry, environment),
            SkipIncident skip => IncidentCommands.Skip(state, skip, environment),
            MigrateCase migrate => CaseMigration.Preview(state, migrate, environment).Outcome,
            RecountClocks => Recount(state, environment),
            ReapplyRules reapply => Reapply(state, reapply, environment),
            SendCustomerCode code => CustomerLinkCommands.SendCode(state, code, environment),
            SendCustomerLink link => CustomerLinkCommands.Send(state, link, environment),
            RevokeCustomerLink revoke => CustomerLinkCommands.Revoke(state, revoke, environment),
            AnswerCustomerLink answer => CustomerLinkCommands.Answer(state, answer, environment),
            AskLink ask => LinkCommands.Ask(state, ask, environment),
            HearOfLinkedCase heard => LinkCommands.Hear(state, heard, environment),
            HearLinkRefused refused => LinkCommands.Refused(state, refused, environment),
            ReportDeliveryDelay report => Delayed(state, report, environment),
            ReportDelivery report => Delivered(state, report, environment),
            ResumeInstance resume => InstanceCommands.Resume(state, resume, environment),
            ReceiveEvent received => InstanceCommands.Receive(state, received, environment),
            ReceiveChildEnd ended => InstanceCommands.ChildEnded(state, ended, environment),
            CancelInstance cancel => InstanceCommands.Cancel(state, cancel, environment),
            _ => throw new ArgumentException($"Unknown command {command.GetType().Name}.", nameof(command)),
        };
    }

    private static CaseOutcome Open(OpenCase command, CaseEnvironment environment)
    {
        var definition = environment.Program.Definition;
        if (SopProfile.Of(definition) is not { } profile)
        {
            return CaseOutcome.Of(CaseRefusal.Conflict("definition.not_an_sop", ("definition", definition.DefinitionId)));
        }

        if (!command.Actor.IsSystem && !profile.OpenRoles.IsEmpty && !command.Actor.IsInAny(profile.OpenRoles))
        {
            return CaseOutcome.Of(CaseRefusal.Forbidden("case.open_role_required", ("roles", string.Join(',', profile.OpenRoles))));
        }

        var validation = CaseForms.Validate(environment, profile.OpenForm, command.Fields, outcome: null, new JsonObject(), command.Number);
        if (validation.Refusal is { } refusal)
        {
            return CaseOutcome.Of(refusal);
        }

        var work = CaseWork.Open(command, profile, environment);
        work.Merge(validation.Values);
        if (command.EarlierCases > 0)
        {
            // What the desk remembers counts even when the caller did not say so (§3.2: a repeat raises the severity).
            work.Set("previousComplaints", Math.Max(work.Data.Whole("previousComplaints") ?? 0, command.EarlierCases));
            work.Set("repeatCaller", true);
        }

        // A-R10 首问负责制: who took the complaint stays named on it.
        work.Set("firstReceiverId", command.Origin.Link?.ById ?? command.Actor.Id);
        work.Log(command.Actor, "case.opened", ("number", command.Number), ("channel", work.Data.Text("channel") ?? string.Empty));
        work.LogDecisions(validation.Decisions);
        var origin = command.Origin;
        return work.Run(new StartWorkflow(new JsonObject(), origin.CorrelationId ?? command.Number, origin.TriggerActivityId)
        {
            // One id for the case and its workflow, so that a script, a screen and an operator mean the same.
            InstanceId = command.Id,
            TriggerInput = origin.TriggerInput,
        });
    }

    private static CaseOutcome Raise(CaseState state, RaiseCaseEvent command, CaseEnvironment environment)
    {
        var listening = AvailableEvent.Listening(state).FirstOrDefault(e => e.EventName == command.EventName);
        if (listening is null || (listening.Availability is { } status && status != state.Status))
        {
            return CaseOutcome.Of(CaseRefusal.Conflict("case.event_not_available", ("event", command.EventName), ("status", state.Status.ToString())));
        }

        if (!listening.Roles.IsEmpty && !command.Actor.IsInAny(listening.Roles))
        {
            return CaseOutcome.Of(CaseRefusal.Forbidden("case.event_role_required", ("event", command.EventName), ("roles", string.Join(',', listening.Roles))));
        }

        var work = CaseWork.Of(state, command.Actor, environment);
        var receivedAt = environment.Now;
        if (listening.FormId is { } formId)
        {
            var validation = CaseForms.Validate(environment, formId, command.Fields, outcome: null, state.Data, state.Number);
            if (validation.Refusal is { } refusal)
            {
                return CaseOutcome.Of(refusal);
            }

            receivedAt = listening.ReceivedAtField is { } field ? validation.Values.Instant(field) ?? receivedAt : receivedAt;
            work.MergeForm(environment.Pack.Forms[formId], validation.Values);
        }

        if (listening.BeforeDueOf is { } policyId && work.RefusalWhenOverdue(policyId, receivedAt) is { } late)
        {
            return CaseOutcome.Of(late);
        }

        work.Log(command.Actor, "event.raised", ("event", command.EventName), ("name", listening.DisplayName));
        return work.Run(new ResumeBookmark(listening.BookmarkId, new JsonObject { ["by"] = command.Actor.Id, ["fields"] = command.Fields.DeepClone() }));
    }

    private static CaseOutcome Note(CaseState state, AddNote command, CaseEnvironment environment)
    {
        if (CaseForms.TextFault("text", command.Text, LongestNote) is { } fault)
        {
            return CaseOutcome.Of(CaseRefusal.Invalid([fault]));
        }

        var work = CaseWork.Of(state, command.Actor, environment);
        work.Log(command.Actor, "note.added", ("text", command.Text.Trim()));
        return work.Finish();
    }

    private static CaseOutcome Reveal(CaseState state, RevealSensitive command, CaseEnvironment environment)
    {
        if (CaseForms.TextFault("reason", command.Reason, LongestReason) is { } fault)
        {
            return CaseOutcome.Of(CaseRefusal.Invalid([fault]));
        }

        var work = CaseWork.Of(state, command.Actor, environment);
        work.Log(command.Actor, "sensitive.revealed", ("reason", command.Reason.Trim()), ("fields", string.Join(',', SensitiveFields.In(state.Data, environment.Pack).Order(StringComparer.Ordinal))));
        return work.Finish();
    }

    /// <summary>A merged repeat raises the count that the severity rules look at; the clock stays as it is (Art. 18, A-R7).</summary>
    private static CaseOutcome Repeat(CaseState state, RecordRepeat command, CaseEnvironment environment)
    {
        if (state.Status != CaseStatus.Open)
        {
            return CaseOutcome.Of(CaseRefusal.Conflict("merge.target_not_open", ("case", state.Number)));
        }

        var work = CaseWork.Of(state, command.Actor, environment);
        work.Set("previousComplaints", (state.Data.Whole("previousComplaints") ?? 0) + 1);
        work.Log(command.Actor, "case.repeat_merged", ("from", command.FromCaseNumber));
        work.NotifyHandlerOrRole("case.repeat_merged", ("from", command.FromCaseNumber));
        return work.Finish();
    }

    private static CaseOutcome Retry(CaseState state, RetryIncident command, CaseEnvironment environment)
    {
        var roles = InstanceCommands.RetryRoles(state);
        if (!command.Actor.IsInAny(roles))
        {
            return CaseOutcome.Of(CaseRefusal.Forbidden("incident.role_required", ("roles", string.Join(',', roles))));
        }

        if (state.Workflow.Incidents.All(i => i.ActivityInstanceId != command.ActivityInstanceId))
        {
            return CaseOutcome.Of(CaseRefusal.NotFound("incident.not_found", ("incident", command.ActivityInstanceId)));
        }

        var given = command.Fields ?? [];
        var validation = CaseForms.ValidateFacts(environment, given, state.Data, state.Number);
        if (validation.Refusal is { } invalid)
        {
            return CaseOutcome.Of(invalid);
        }

        var work = CaseWork.Of(state, command.Actor, environment);
        work.Merge(validation.Values);
        work.Log(command.Actor, "incident.retried", ("incident", command.ActivityInstanceId), ("fields", string.Join(',', given.Select(field => field.Key))));
        return work.Run(new RetryActivity(command.ActivityInstanceId));
    }

    /// <summary>Steps of ladders that fired stay fired; what is still to come follows the new deadlines.</summary>
    private static CaseOutcome Recount(CaseState state, CaseEnvironment environment)
    {
        var work = CaseWork.Of(state, Actor.System, environment);
        return work.Recount() ? work.Finish() : CaseOutcome.Ignored;
    }

    /// <summary>A running case keeps the periods it began with until somebody says that it follows the new ones.</summary>
    private static CaseOutcome Reapply(CaseState state, ReapplyRules command, CaseEnvironment environment)
    {
        if (!command.Actor.IsInAny(CaseMigration.Roles))
        {
            return CaseOutcome.Of(CaseRefusal.Forbidden("migration.role_required", ("roles", string.Join(',', CaseMigration.Roles))));
        }

        if (CaseForms.TextFault("reason", command.Reason, LongestReason) is { } fault)
        {
            return CaseOutcome.Of(CaseRefusal.Invalid([fault]));
        }

        var work = CaseWork.Of(state, command.Actor, environment);
        if (!work.ReapplyRules())
        {
            return CaseOutcome.Ignored;
        }

        work.Log(command.Actor, "rules.reapplied", ("reason", command.Reason.Trim()));
        return work.Finish();
    }

    private static CaseOutcome Delivered(CaseState state, ReportDelivery command, CaseEnvironment environment)
    {
        var work = CaseWork.Of(state, command.Actor, environment);
        work.Log(command.Actor, command.IsDelivered ? "message.delivered" : "message.failed", ("message", command.MessageId), ("detail", command.Detail ?? string.Empty));
        // A step that takes the failure as its answer knows what to do about it; only others need a person.
        if (!command.IsDelivered && command.Answer is null)
        {
            work.NotifyOversight(OverseerOf(state), "message.failed", ("message", command.MessageId), ("detail", command.Detail ?? string.Empty));
        }

        return command is { BookmarkId: { } bookmarkId, Answer: { } answer } && work.Answer(bookmarkId, answer) is { } refusal
            ? CaseOutcome.Of(refusal)
            : work.Finish();
    }

    private static CaseOutcome Delayed(CaseState state, ReportDeliveryDelay command, CaseEnvironment environment)
    {
        var work = CaseWork.Of(state, command.Actor, environment);
        (string, string)[] args =
        [
            ("message", command.MessageId),
            ("failures", command.Failures.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ("detail", command.Detail),
        ];
        work.Log(command.Actor, "message.delayed", args);
        work.NotifyOversight(OverseerOf(state), "message.delayed", args);
        return work.Finish();
    }

    /// <summary>Who sees to messages that do not arrive.</summary>
    private static string OverseerOf(CaseState state) => state.IsPlain ? Staff.StaffRoles.ProcessOwner : Staff.StaffRoles.TeamLead;
}
