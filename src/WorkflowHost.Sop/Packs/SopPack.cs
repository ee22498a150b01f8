using WorkflowHost.Sop.Calendars;
using WorkflowHost.Sop.Clocks;
using WorkflowHost.Sop.Decisions;
using WorkflowHost.Sop.Figures;
using WorkflowHost.Sop.Forms;
using WorkflowHost.Sop.Ladders;
using WorkflowHost.Sop.Links;
using WorkflowHost.Sop.Notices;
using WorkflowHost.Sop.Revisits;

namespace WorkflowHost.Sop.Packs;

/// <summary>A file of the pack as it was found; the path is relative to the pack's root, with forward slashes.</summary>
public sealed record PackFile(string Path, byte[] Utf8);

/// <summary>
/// Everything a process owner edits besides the workflows, read and checked as a whole. Immutable, safe for concurrent use.
/// </summary>
public sealed record SopPack
{
    public required IReadOnlyDictionary<string, WorkCalendar> Calendars { get; init; }

    public required IReadOnlyDictionary<string, ClockPolicy> ClockPolicies { get; init; }

    /// <summary>What laws and regulators allow clock policies to be.</summary>
    public IReadOnlyList<ClockLimit> ClockLimits { get; init; } = [];

    public required IReadOnlyDictionary<string, Ladder> Ladders { get; init; }

    public required IReadOnlyDictionary<string, DecisionTable> DecisionTables { get; init; }

    public required IReadOnlyDictionary<string, FormDefinition> Forms { get; init; }

    public required IReadOnlyDictionary<string, NoticeTemplate> Notices { get; init; }

    public required IReadOnlyDictionary<string, RevisitPolicy> RevisitPolicies { get; init; }

    /// <summary>Calls that come again, such as those to people in care.</summary>
    public IReadOnlyDictionary<string, RevisitPlan> RevisitPlans { get; init; } = new Dictionary<string, RevisitPlan>();

    /// <summary>What two cases can be to each other.</summary>
    public IReadOnlyDictionary<string, LinkKind> LinkKinds { get; init; } = new Dictionary<string, LinkKind>();

    /// <summary>What is counted of the cases, in the order screens show it.</summary>
    public IReadOnlyDictionary<string, FigureDefinition> Figures { get; init; } = new Dictionary<string, FigureDefinition>();

    /// <summary>The roles people may have, with their names.</summary>
    public required IReadOnlyDictionary<string, LocalizedText> Roles { get; init; }

    /// <summary>Facts of a case that notices and tables may use beyond the fields of the forms.</summary>
    public required IReadOnlyDictionary<string, LocalizedText> CaseFacts { get; init; }
}
