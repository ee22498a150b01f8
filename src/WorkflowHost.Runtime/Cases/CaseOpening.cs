using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Runtime.Idempotency;
using WorkflowHost.Runtime.Instances;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Cases;

/// <summary>Opens a case of an SOP: its number, and what the desk remembers of the customer.</summary>
internal sealed class CaseOpening(CaseCommandRunner runner, CaseReader reader, CaseNumbers numbers, SopPackSource packs, IOptions<RuntimeOptions> options)
{
    /// <param name="caseId">The new case's id.</param>
    /// <param name="fields">Values of the opening form.</param>
    public Task<CaseRun> OpenAsync(
        WorkflowProgram program,
        SopProfile profile,
        string caseId,
        JsonObject fields,
        Actor actor,
        InstanceOrigin origin,
        CommandReceipt? receipt,
        StartGuard? guard,
        CancellationToken cancellationToken)
    {
        var now = runner.Now;
        var contact = fields.Text("contactPhone") ?? fields.Text("contactEmail");
        var earlier = reader.CountEarlier(program.DefinitionId, contact, fields.Text("policyNo"), now - options.Value.RepeatWindow);
        return runner.OpenAsync(
            program,
            number => new OpenCase(actor, caseId, number, fields, earlier) { Origin = origin },
            (numbers, profile.NumberPrefix, LocalDay(profile, now)),
            receipt,
            guard,
            cancellationToken);
    }

    private DateOnly LocalDay(SopProfile profile, DateTimeOffset now) =>
        packs.Current.Calendars.TryGetValue(profile.CalendarId, out var calendar)
            ? calendar.LocalDate(now)
            : DateOnly.FromDateTime(now.UtcDateTime);
}
