using System.Text.Json.Nodes;
using WorkflowHost.Sop.Notices;

namespace WorkflowHost.Sop.Cases;

/// <summary>Letters and messages to the customer.</summary>
public sealed partial class CaseWork
{
    /// <summary>Renders a notice from the case and queues it.</summary>
    /// <param name="channel"><c>letter</c>, <c>sms</c> or <c>mail</c>; another of the template's channels when the case has no address for it.</param>
    /// <param name="address">Where to; the customer's own address of that channel when null or empty.</param>
    /// <param name="notBefore">When it may go out at the earliest; null is now.</param>
    /// <exception cref="SopFaultException">There is no such template, or the case lacks a fact it must name.</exception>
    public OutboxMessage SendNotice(string templateId, string channel, string? address, DateTimeOffset? notBefore = null)
    {
        var text = WriteNotice(templateId);
        var (used, target) = string.IsNullOrEmpty(address) ? Reachable(templateId, channel) ?? default : (channel, address);
        if (target is null)
        {
            // Printed all the same, for somebody to hand over; the timeline and the handler know that it reached nobody yet.
            (used, target) = ("letter", Number);
            Log("notice.no_address", ("notice", templateId), ("channel", channel));
            NotifyHandlerOrRole("notice.no_address", ("notice", templateId));
        }

        var payload = new JsonObject { ["subject"] = text.Subject, ["body"] = text.Body };
        AddCustomerLinks(_environment.Pack.Notices[templateId], used, payload);
        var message = Queue(used, target, templateId, payload, notBefore);
        Log("notice.queued", ("notice", templateId), ("channel", used));
        return message;
    }

    /// <summary>Whether the customer can be told by this notice on any of its channels.</summary>
    public bool CanReach(string templateId, string channel) => Reachable(templateId, channel) is not null;

    /// <summary>The channel asked for, else the first other one of the template for which the case has a real address.</summary>
    private (string Channel, string Target)? Reachable(string templateId, string channel)
    {
        var channels = _environment.Pack.Notices.TryGetValue(templateId, out var template) ? template.Channels : [];
        foreach (var candidate in channels.Where(c => c == channel).Concat(channels.Where(c => c != channel)))
        {
            if (AddressOf(candidate) is { } target)
            {
                return (candidate, target);
            }
        }

        return null;
    }

    /// <summary>The notice as it would read now. Asked first where a step may do something only if the customer can be told.</summary>
    /// <exception cref="SopFaultException">There is no such template, or the case lacks a fact it must name.</exception>
    public RenderedNotice WriteNotice(string templateId)
    {
        if (!_environment.Pack.Notices.TryGetValue(templateId, out var template))
        {
            throw new SopFaultException($"There is no notice '{templateId}' in the SOP pack. Known: {string.Join(", ", _environment.Pack.Notices.Keys.Order(StringComparer.Ordinal))}.");
        }

        var rendered = NoticeRenderer.Render(template, NoticeFacts(), _environment.Pack.Forms.Values, Now);
        return rendered.IsRefused
            ? throw new SopFaultException($"Notice '{templateId}' cannot be written: {rendered.Refusal}. Fill the missing fields of the case, then retry the step.")
            : rendered.Value;
    }

    private string? AddressOf(string channel) => channel switch
    {
        "sms" => NullIfEmpty(Data.Text("contactPhone")),
        "mail" => NullIfEmpty(Data.Text("contactEmail")),
        "letter" => NullIfEmpty(Data.Text("contactAddress")),
        _ => null,
    };

    private JsonObject NoticeFacts() =>
        CaseFacts.Of(new(Number, Data, Profile, _clocks, _environment.Staff, _openedAt, _closedAt), Now, Calendar.UtcOffset);

    private static string? NullIfEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
