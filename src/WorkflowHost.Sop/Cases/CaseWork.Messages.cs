using System.Text.Json.Nodes;

namespace WorkflowHost.Sop.Cases;

/// <summary>Telling people: customers through the outbox, colleagues through notifications.</summary>
public sealed partial class CaseWork
{
    /// <summary>Queues a message to the outside. The idempotency key is the message's own id, so a redelivery is recognised.</summary>
    public OutboxMessage Queue(string kind, string target, string? template, JsonObject payload, DateTimeOffset? notBefore = null)
    {
        var id = NewId();
        var message = new OutboxMessage(id, Id, kind, target, template, payload, id, notBefore ?? Now, Now);
        _outbox.Add(message);
        return message;
    }

    public void Notify(string audience, string kind, params ReadOnlySpan<(string Key, string Value)> args) =>
        Notify(audience, kind, Now, Now, null, null, args);

    /// <summary>To the handler when there is one, else to the role whose work it is.</summary>
    public void NotifyHandlerOrRole(string kind, params ReadOnlySpan<(string Key, string Value)> args) =>
        Notify(AudienceOf(Staff.StaffRoles.Handler), kind, args);

    /// <summary>To a role that sees to it that work goes on; where its members do not read the SOP's cases, to those supervisors who do.</summary>
    internal void NotifyOversight(string role, string kind, params ReadOnlySpan<(string Key, string Value)> args)
    {
        var readers = Profile.Readers;
        foreach (var each in readers.IsEverybody || readers.Roles.Contains(role) ? [role] : Staff.StaffRoles.Oversight.Where(readers.Roles.Contains).DefaultIfEmpty(role))
        {
            Notify(StaffNotification.ToRole(each), kind, args);
        }
    }

    /// <summary>The case's own handler, coordinator… stands in for the role once the case names one, in <c>handlerId</c>, <c>coordinatorId</c>….</summary>
    internal string AudienceOf(string role) =>
        Data.Text(Staff.StaffRoles.IdField(role)) is { Length: > 0 } member
            ? StaffNotification.ToStaff(member)
            : StaffNotification.ToRole(role);

    private void Notify(
        string audience,
        string kind,
        DateTimeOffset firedAt,
        DateTimeOffset deliverAt,
        string? clockId,
        string? stepId,
        ReadOnlySpan<(string Key, string Value)> args)
    {
        var values = new Dictionary<string, string>(args.Length + 1, StringComparer.Ordinal) { ["number"] = Number };
        foreach (var (key, value) in args)
        {
            values[key] = value;
        }

        _notifications.Add(new(NewId(), Id, audience, kind, values, firedAt, deliverAt, clockId, stepId));
    }
}
