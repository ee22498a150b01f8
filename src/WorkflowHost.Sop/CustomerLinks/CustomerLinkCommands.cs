using System.Text.Json.Nodes;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Sop.CustomerLinks;

/// <summary>Sends the customer the one-time code that opens a link, to the number the case has.</summary>
public sealed record SendCustomerCode(string LinkId) : CaseCommand(Actor.Customer);

/// <summary>What a customer filled in behind a link.</summary>
/// <param name="FormId">A form of the pack that is marked for customers.</param>
/// <param name="EventName">The event it is to be, see <see cref="CustomerLinkTemplate"/>.</param>
public sealed record AnswerCustomerLink(string LinkId, string FormId, string? EventName, JsonObject Fields) : CaseCommand(Actor.Customer);

/// <summary>Somebody sends the customer a notice that carries a link and is marked to be sent by hand; the others only the SOP sends, at its steps.</summary>
public sealed record SendCustomerLink(Actor Actor, string NoticeId) : CaseCommand(Actor);

/// <summary>Notes that a link opens nothing any more.</summary>
public sealed record RevokeCustomerLink(Actor Actor, string LinkId) : CaseCommand(Actor);

internal static class CustomerLinkCommands
{
    private const string Answered = "link.answered";

    public static CaseOutcome SendCode(CaseState state, SendCustomerCode command, CaseEnvironment environment)
    {
        var work = CaseWork.Of(state, command.Actor, environment);
        return work.SendCustomerCode(command.LinkId)
            ? work.Finish()
            : CaseOutcome.Of(CaseRefusal.Conflict("link.no_phone", ("case", state.Number)));
    }

    public static CaseOutcome Send(CaseState state, SendCustomerLink command, CaseEnvironment environment)
    {
        if (!environment.Pack.Notices.TryGetValue(command.NoticeId, out var notice) || notice.Links.Count == 0 || !notice.IsByHand)
        {
            return CaseOutcome.Of(CaseRefusal.NotFound("link.notice_unknown", ("notice", command.NoticeId)));
        }

        var work = CaseWork.Of(state, command.Actor, environment);
        if (!work.CanReach(command.NoticeId, notice.Channels[0]))
        {
            return CaseOutcome.Of(CaseRefusal.Conflict("link.no_phone", ("case", state.Number)));
        }

        try
        {
            work.SendNotice(command.NoticeId, notice.Channels[0], address: null);
        }
        catch (SopFaultException error)
        {
            return CaseOutcome.Of(CaseRefusal.Conflict("link.notice_unwritten", ("notice", command.NoticeId), ("reason", error.Message)));
        }

        return work.Finish();
    }

    public static CaseOutcome Revoke(CaseState state, RevokeCustomerLink command, CaseEnvironment environment)
    {
        var work = CaseWork.Of(state, command.Actor, environment);
        work.Log(command.Actor, "link.revoked", ("link", command.LinkId));
        return work.Finish();
    }

    public static CaseOutcome Answer(CaseState state, AnswerCustomerLink command, CaseEnvironment environment)
    {
        if (CustomerLinkAnswers.AnsweredAt(state.Data, command.LinkId) is not null)
        {
            return CaseOutcome.Of(CaseRefusal.Conflict(Answered));
        }

        var validation = CaseForms.Validate(environment, command.FormId, command.Fields, outcome: null, state.Data, state.Number);
        if (validation.Refusal is { } invalid)
        {
            return CaseOutcome.Of(invalid);
        }

        var listening = command.EventName is { } name ? AvailableEvent.Of(state).FirstOrDefault(e => e.EventName == name) : null;
        var work = CaseWork.Of(state, command.Actor, environment);
        if (listening?.BeforeDueOf is { } policyId && work.RefusalWhenOverdue(policyId, environment.Now) is { } late)
        {
            return CaseOutcome.Of(late);
        }

        work.MergeForm(environment.Pack.Forms[command.FormId], validation.Values);
        CustomerLinkAnswers.Keep(work, command.LinkId, command.FormId, validation.Values);
        work.Log(command.Actor, "customer.answered", ("form", command.FormId), ("source", "customer_link"));
        work.LogDecisions(validation.Decisions);
        if (listening is not null)
        {
            return work.Run(new ResumeBookmark(listening.BookmarkId, new JsonObject { ["by"] = command.Actor.Id, ["fields"] = validation.Values.DeepClone() }));
        }

        work.NotifyHandlerOrRole("customer.answered", ("form", command.FormId));
        return work.Finish();
    }
}
