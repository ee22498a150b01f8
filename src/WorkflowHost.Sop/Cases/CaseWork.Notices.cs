using System.Text.Json.Nodes;
using WorkflowHost.Sop.Notices;

namespace WorkflowHost.Sop.Cases;

/// <summary>Letters and messages to the customer.</summary>
public sealed partial class CaseWork
{
    /// <summary>Renders a notice from the case and queues it.</summary>
    /// <param name="channel"><c>letter</c>, <c>sms</c> or <c>mail</c>.</param>
    /// <param name="address">Where to; the customer's own address of that channel when null or empty.</param>
    /// <exception cref="SopFaultException">There is no such template, or the case lacks a fact it must name.</exception>
    public OutboxMessage SendNotice(string templateId, string channel, string? address)
    {
        var text = WriteNotice(templateId);
        var target = string.IsNullOrEmpty(address) ? AddressOf(channel) : address;
        if (target is null)
        {
            // A customer without phone or mail still gets the notice: on paper, through the channel every file has.
            Log("notice.no_address", ("notice", templateId), ("channel", channel));
            channel = "letter";
            target = AddressOf(channel)!;
        }

        var message = Queue(channel, target, templateId, new JsonObject { ["subject"] = text.Subject, ["body"] = text.Body });
        Log("notice.queued", ("notice", templateId), ("channel", channel));
        return message;
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
        _ => NullIfEmpty(Data.Text("contactAddress")) ?? NullIfEmpty(Data.Text("customerName")) ?? Number,
    };

    /// <summary>What a notice may name: the fields of the case, the facts of its SOP, and the due times of its clocks.</summary>
    private JsonObject NoticeFacts()
    {
        var facts = (JsonObject)Data.DeepClone();
        foreach (var (name, value) in Profile.Facts)
        {
            facts[name] = value;
        }

        foreach (var (name, policyId) in Profile.DueFacts)
        {
            if (FindClock(policyId) is { } clock)
            {
                facts[name] = Iso(clock.DueAt);
            }
        }

        facts["caseNumber"] = Number;
        facts["today"] = Iso(Now.ToOffset(Calendar.UtcOffset));
        facts["openedAt"] = Iso(_openedAt.ToOffset(Calendar.UtcOffset));
        if (_closedAt is { } closedAt)
        {
            facts["closedAt"] = Iso(closedAt.ToOffset(Calendar.UtcOffset));
        }

        if (Data.Text("handlerId") is { } handler && _environment.Staff.FirstOrDefault(s => s.Id == handler) is { } member)
        {
            facts["handlerName"] = member.DisplayName;
        }

        return facts;
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
