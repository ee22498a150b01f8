using System.Text.Json.Nodes;
using WorkflowHost.Sop.Clocks;

namespace WorkflowHost.Sop.Cases;

/// <summary>What lists, boards and searches show of a case. A pure function of the state, stored as typed columns of the case row.</summary>
/// <param name="NextDueAt">The earliest due time of a running clock; null when no clock runs.</param>
/// <param name="NextDueClock">Policy id of that clock.</param>
public sealed record CaseSummary(
    string Number,
    string Title,
    string? CustomerName,
    string? CustomerContact,
    string? PolicyNo,
    string? Category,
    int? Severity,
    string? Channel,
    string? ProductLine,
    string? Branch,
    string? HandlerId,
    CaseStatus Status,
    string? Stage,
    DateTimeOffset OpenedAt,
    DateTimeOffset? ClosedAt,
    DateTimeOffset? NextDueAt,
    string? NextDueClock,
    DateTimeOffset? NextDueStartedAt,
    bool IsProvisional,
    int IncidentCount)
{
    private const int TitleLength = 40;

    /// <summary>As much of a name as lists and searches know; the case keeps it whole.</summary>
    private const int NameLength = 200;

    public static CaseSummary Of(CaseState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var data = state.Data;
        var next = NextToBreach(state);
        return new(
            state.Number,
            Shortened(data.Text("title") ?? data.Text("content") ?? state.Workflow.Name ?? state.Number),
            data.Text("customerName") is { Length: > NameLength } name ? name[..NameLength] : data.Text("customerName"),
            ContactOf(data),
            data.Text("policyNo"),
            data.Text("category"),
            (int?)data.Whole("severity"),
            data.Text("channel"),
            data.Text("productLine"),
            data.Text("branch"),
            data.Text("handlerId"),
            state.Status,
            state.Stage,
            state.OpenedAt,
            state.ClosedAt,
            next?.TargetAt,
            next?.PolicyId,
            next?.StartedAt,
            next?.IsProvisional ?? false,
            state.Workflow.Incidents.Count);
    }

    internal static string? ContactOf(JsonObject data) => data.Text("contactPhone") ?? data.Text("contactEmail");

    /// <summary>A window (such as the customer's 30 days to ask for a review) is nobody's deadline and never "breaches".</summary>
    private static Clock? NextToBreach(CaseState state)
    {
        Clock? next = null;
        foreach (var clock in state.Clocks)
        {
            if (clock.Status == ClockStatus.Running
                && clock.Kind != ClockKind.Window
                && (next is null || clock.TargetAt < next.TargetAt))
            {
                next = clock;
            }
        }

        return next;
    }

    private static string Shortened(string text)
    {
        var line = text.ReplaceLineEndings(" ").Trim();
        return line.Length <= TitleLength ? line : string.Concat(line.AsSpan(0, TitleLength - 1), "…");
    }
}
