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

/// <summary>What can be referred to by id.</summary>
internal enum PackKind
{
    Calendar,
    Clock,
    Ladder,
    Decision,
    Form,

    /// <summary>A form that is marked for customers.</summary>
    CustomerForm,
    Notice,

    /// <summary>A figure and its part, <c>complaints.counted</c>.</summary>
    Figure,
    Revisit,
    RevisitPlan,
    Role,
    Fact,
}

/// <summary>Everything read so far, and the references still to be checked once all files are read.</summary>
internal sealed class PackContent
{
    private readonly List<(PackNode At, PackKind Kind, string Id)> _references = [];

    public List<(PackNode At, CalendarFile File)> CalendarFiles { get; } = [];

    public Dictionary<string, ClockPolicy> ClockPolicies { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, ClockLimit> ClockLimits { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, Ladder> Ladders { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, DecisionTable> DecisionTables { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, FormDefinition> Forms { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, NoticeTemplate> Notices { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, RevisitPolicy> RevisitPolicies { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, RevisitPlan> RevisitPlans { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, LinkKind> LinkKinds { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, FigureDefinition> Figures { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, LocalizedText> CaseFacts { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, LocalizedText> Roles { get; } = new(StringComparer.Ordinal);

    /// <summary>Adds under the id, or reports that it is taken.</summary>
    public static void Add<T>(Dictionary<string, T> all, string id, T item, PackObject from)
    {
        if (id.Length > 0 && !all.TryAdd(id, item))
        {
            (from.Optional("id") ?? from.Node).Fault(PackFaultCodes.DuplicateId, $"The id {id} is used twice; ids are unique among all files.");
        }
    }

    /// <summary>Notes that something of this id must exist.</summary>
    public void Refer(PackNode? at, PackKind kind, string? id)
    {
        if (at is not null && !string.IsNullOrEmpty(id))
        {
            _references.Add((at, kind, id));
        }
    }

    /// <param name="standIn">A word that is allowed beside the roles.</param>
    public IReadOnlyList<string> RolesIn(PackObject from, string name, string? standIn = null)
    {
        var nodes = from.OptionalList(name);
        foreach (var node in nodes.Where(node => standIn is null || node.AsText() != standIn))
        {
            Refer(node, PackKind.Role, node.AsText());
        }
        return [.. nodes.Select(node => node.Element.ToString())];
    }

    public void CheckReferences()
    {
        var facts = FactNames();
        foreach (var (at, kind, id) in _references)
        {
            var (isKnown, what) = kind switch
            {
                PackKind.Calendar => (CalendarFiles.Any(file => file.File.Id == id), "calendar"),
                PackKind.Clock => (ClockPolicies.ContainsKey(id), "clock policy"),
                PackKind.Ladder => (Ladders.ContainsKey(id), "ladder"),
                PackKind.Decision => (DecisionTables.ContainsKey(id), "decision table"),
                PackKind.Form => (Forms.ContainsKey(id), "form"),
                PackKind.CustomerForm => (Forms.TryGetValue(id, out var form) && form.IsForCustomers, "form for customers (forCustomers)"),
                PackKind.Figure => (FigurePart.Parse(id) is { } part && Figures.ContainsKey(part.FigureId), "figure with .value, .counted or .base"),
                PackKind.Notice => (Notices.ContainsKey(id), "notice"),
                PackKind.Revisit => (RevisitPolicies.ContainsKey(id), "revisit policy"),
                PackKind.RevisitPlan => (RevisitPlans.ContainsKey(id), "revisit plan"),
                PackKind.Role => (Roles.ContainsKey(id), "role"),
                _ => (facts.Contains(id), "fact: neither a field of a form nor a declared case fact"),
            };
            if (!isKnown)
            {
                at.Fault(kind == PackKind.Fact ? PackFaultCodes.UnknownFact : PackFaultCodes.UnknownReference, $"{id} is no known {what}.");
            }
        }
    }

    private HashSet<string> FactNames() =>
        [.. CaseFacts.Keys, .. Forms.Values.SelectMany(form => form.Fields).Select(field => field.Name), FormValidator.OutcomeFact];
}
