using System.Collections.Frozen;

namespace WorkflowHost.Engine.Activities;

/// <summary>What kind of step an activity is, as Elsa Studio shows it.</summary>
public enum ActivityKind
{
    Action,
    Trigger,
    Job,
    Task,
}

/// <summary>
/// What a designer must know of an activity type. Texts are for people, in two languages; names and types are the contract with the JSON.
/// </summary>
/// <param name="TypeName">The type as definitions write it, e.g. <c>Elsa.WriteLine</c>.</param>
/// <param name="Category">Group in the toolbox.</param>
/// <param name="DisplayName">Label in the toolbox.</param>
/// <param name="Description">One sentence on what it does.</param>
public sealed record ActivityDescriptor(string TypeName, BilingualText Category, BilingualText DisplayName, BilingualText Description)
{
    public int Version { get; init; } = 1;

    public ActivityKind Kind { get; init; } = ActivityKind.Action;

    public IReadOnlyList<InputDescriptor> Inputs { get; init; } = [];

    public IReadOnlyList<OutputDescriptor> Outputs { get; init; } = [];

    /// <summary>Outcomes drawn on the right edge and slots for embedded activities. Empty means the one outcome <c>Done</c>.</summary>
    public IReadOnlyList<PortDescriptor> Ports { get; init; } = [];

    /// <summary>Has children and may declare variables.</summary>
    public bool IsContainer { get; init; }

    /// <summary>Shown in the toolbox.</summary>
    public bool IsBrowsable { get; init; } = true;

    /// <summary>Begins a flowchart: no input port.</summary>
    public bool IsStart { get; init; }

    /// <summary>Ends its flowchart or sequence: no outcome.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>What else a designer reads of it, such as the workflow behind an activity: texts and numbers.</summary>
    public IReadOnlyDictionary<string, object> CustomProperties { get; init; } = FrozenDictionary<string, object>.Empty;

    /// <summary>What a designer copies into every activity of this type that is dropped, under camelCase names: texts and numbers.</summary>
    public IReadOnlyDictionary<string, object> ConstructionProperties { get; init; } = FrozenDictionary<string, object>.Empty;
}

/// <summary>An input of an activity type.</summary>
/// <param name="Name">PascalCase; the JSON property is its camelCase.</param>
/// <param name="TypeName">Elsa's name of the type, e.g. <c>String</c>.</param>
/// <param name="DisplayName">Label.</param>
/// <param name="Description">One sentence.</param>
public sealed record InputDescriptor(string Name, string TypeName, BilingualText DisplayName, BilingualText Description)
{
    /// <summary>The editor Elsa Studio shows, e.g. <c>singleline</c>, <c>dropdown</c>.</summary>
    public string UiHint { get; init; } = "singleline";

    /// <summary>Choices of a <c>dropdown</c>, <c>radiolist</c> or <c>checklist</c>.</summary>
    public IReadOnlyList<InputChoice> Choices { get; init; } = [];

    /// <summary>Names a list that the host knows and the engine does not, e.g. <c>sop.forms</c>; its entries are offered like <see cref="Choices"/>.</summary>
    public string? ChoicesFrom { get; init; }

    /// <summary>The expression type a new value starts with.</summary>
    public string DefaultSyntax { get; init; } = "Literal";

    /// <summary>What the activity uses when the definition says nothing: a text, number or boolean.</summary>
    public object? DefaultValue { get; init; }

    public float Order { get; init; }

    /// <summary>The heading it stands under in the editor; null for none.</summary>
    public BilingualText? Category { get; init; }

    /// <summary>False for a raw JSON value that takes no expression.</summary>
    public bool IsWrapped { get; init; } = true;

    /// <summary>Its value names personal data or secrets.</summary>
    public bool IsSensitive { get; init; }

    /// <summary>For <c>dynamic-outcomes</c>: outcomes that are always there besides those the author adds.</summary>
    public IReadOnlyList<string> FixedOutcomes { get; init; } = [];
}

/// <summary>A value an input may take, and how it reads.</summary>
public sealed record InputChoice(string Value, BilingualText Text);

/// <summary>An output of an activity type; a definition may bind it to a variable.</summary>
public sealed record OutputDescriptor(string Name, string TypeName, BilingualText DisplayName, BilingualText Description);

/// <summary>Whether a port is an outcome or a slot for one embedded activity.</summary>
public enum PortKind
{
    Flow,
    Embedded,
}

/// <summary>A port: its name is what connections store, its display name is what is drawn.</summary>
public sealed record PortDescriptor(string Name, BilingualText DisplayName, PortKind Kind = PortKind.Flow)
{
    public bool IsBrowsable { get; init; } = true;
}
