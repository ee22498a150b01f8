using System.Text.Json.Nodes;
using WorkflowHost.Sop.Decisions;

namespace WorkflowHost.Sop.Forms;

/// <summary>The form of a task or of an event: what a person captures. Data of the SOP pack.</summary>
public sealed record FormDefinition
{
    public required string Id { get; init; }

    public required LocalizedText Title { get; init; }

    public required IReadOnlyList<FormSection> Sections { get; init; }

    /// <summary>The ways a task with this form can end; any outcome is allowed when empty.</summary>
    public IReadOnlyList<FormChoice> Outcomes { get; init; } = [];

    /// <summary>
    /// Decision tables that are asked as soon as the form is filled, in this order, over what was filled in and what the case
    /// knows; their outputs belong to the form's values. A scale carries its grade this way.
    /// </summary>
    public IReadOnlyList<string> Decides { get; init; } = [];

    /// <summary>Answers that contradict each other or what the case knows, and are refused.</summary>
    public IReadOnlyList<FormCheck> Checks { get; init; } = [];

    /// <summary>What is shown beside the fields, in this order; nothing of it is captured.</summary>
    public IReadOnlyList<FormContext> Context { get; init; } = [];

    /// <summary>Customers may fill it in behind a link: it asks only what a page without scripts can, see <see cref="FieldType"/>, and no condition hides a field.</summary>
    public bool IsForCustomers { get; init; }

    /// <summary>Where the fields come from.</summary>
    public required Provenance Provenance { get; init; }

    public IEnumerable<FormField> Fields => Sections.SelectMany(section => section.Fields);
}

/// <summary>Fields that belong together on the screen.</summary>
public sealed record FormSection(LocalizedText Title, IReadOnlyList<FormField> Fields, LocalizedText? Help = null);

/// <summary>Refuses a form while something holds that can't be, such as "liable" for somebody who is not entitled.</summary>
/// <param name="Field">The field of the form at which it is told.</param>
/// <param name="When">The contradiction; it sees the answers, the picked outcome and the facts of the case.</param>
/// <param name="Text">What is wrong and what to do.</param>
public sealed record FormCheck(string Field, Condition When, LocalizedText Text);

/// <summary>One of the allowed values, an English code with its labels.</summary>
/// <param name="IsRetired">No longer offered, but still taken and named: cases and other systems that have it from before stay whole.</param>
public sealed record FormChoice(string Value, LocalizedText Label, LocalizedText? Help = null, bool IsRetired = false);

public enum FieldType
{
    /// <summary>One line.</summary>
    Text,
    Multiline,
    Number,

    /// <summary>Yuan with at most two decimals.</summary>
    Money,

    /// <summary><c>yyyy-MM-dd</c>, from the year 2000 to 2100.</summary>
    Date,

    /// <summary>ISO 8601, from the year 2000 to 2100; without an offset it is China's time.</summary>
    DateTime,
    Choice,
    MultiChoice,
    Bool,

    /// <summary>A whole number from <see cref="FormField.Min"/> (default 1) to <see cref="FormField.Max"/> (default 5).</summary>
    Rating,

    /// <summary>The id of a member of staff.</summary>
    Staff,

    /// <summary>Ids of uploaded files, always a list.</summary>
    File,
    Phone,
    Email,

    /// <summary>A list of rows, each with the fields in <see cref="FormField.Columns"/>.</summary>
    Rows,
}

/// <summary>One captured value.</summary>
public sealed record FormField
{
    public required string Name { get; init; }

    public required LocalizedText Label { get; init; }

    public required FieldType Type { get; init; }

    public LocalizedText? Help { get; init; }

    /// <summary>
    /// The values of a <see cref="FieldType.Choice"/> or <see cref="FieldType.MultiChoice"/>. A <see cref="FieldType.Number"/>
    /// with choices takes only these numbers, each with its meaning.
    /// </summary>
    public IReadOnlyList<FormChoice> Choices { get; init; } = [];

    /// <summary>The choices that are offered: all but the retired, of which only those already picked are shown.</summary>
    public IEnumerable<FormChoice> ChoicesFor(params IEnumerable<string?> picked) => Choices.Where(choice => !choice.IsRetired || picked.Contains(choice.Value));

    /// <summary>Starts with the person who fills the form in: their id in a staff field, their staff number in a text. They may change it.</summary>
    public bool StartsWithMe { get; init; }

    public bool IsRequired { get; init; }

    /// <summary>Required only when the form ends with one of these outcomes.</summary>
    public IReadOnlyList<string> RequiredFor { get; init; } = [];

    /// <summary>Required while this holds for the other values.</summary>
    public Condition? RequiredWhen { get; init; }

    /// <summary>Asked for only while this holds; the value of a hidden field is dropped.</summary>
    public Condition? VisibleWhen { get; init; }

    /// <summary>Where it is required it must be true: a confirmation, not a question.</summary>
    public bool MustBeTrue { get; init; }

    /// <summary>The fields this number is the sum of; what was typed for it is not looked at.</summary>
    public IReadOnlyList<string> SumOf { get; init; } = [];

    /// <summary>Fields of the form, or facts of the case, whose value it must not have: another assessor, another institution (回避).</summary>
    public IReadOnlyList<string> DiffersFrom { get; init; } = [];

    /// <summary>While this holds <see cref="DiffersFrom"/> is asked for; always when null.</summary>
    public Condition? DiffersWhen { get; init; }

    /// <summary>The role that who is named must have; for <see cref="FieldType.Staff"/>.</summary>
    public string? Role { get; init; }

    /// <summary>Takes a list instead of one value; for <see cref="FieldType.Staff"/>.</summary>
    public bool IsMultiple { get; init; }

    /// <summary>
    /// Records something that has happened: a <see cref="FieldType.Date"/> or <see cref="FieldType.DateTime"/> that lies
    /// in the future is refused, but for the few minutes by which two machines' clocks may differ.
    /// </summary>
    public bool NotAfterNow { get; init; }

    /// <summary>
    /// A field of the form, or a fact of the case, that this <see cref="FieldType.Date"/> or <see cref="FieldType.DateTime"/>
    /// must not lie before, such as the begin of the appraisal whose end is recorded. Asked for only while that is known;
    /// instants are held against each other to the minute, as people write them.
    /// </summary>
    public string? NotBefore { get; init; }

    /// <summary>
    /// A number of the form, or a fact of the case, that this number must not be above, such as the amount that was decided for
    /// the one that is paid. Asked for only while that is known.
    /// </summary>
    public string? NotAbove { get; init; }

    /// <summary>The same as a floor; with both on one name the two must be equal.</summary>
    public string? NotBelow { get; init; }

    /// <summary>What the form says about <see cref="StartsEmpty"/>; null leaves it to the kind of field.</summary>
    public bool? IsFresh { get; init; }

    /// <summary>
    /// The field starts empty in every round, whatever the case knows of it from an earlier one. Confirmations, what has
    /// happened and ratings always do unless the form says otherwise: evidence of the last round proves nothing of this one.
    /// </summary>
    public bool StartsEmpty => IsFresh ?? (MustBeTrue || NotAfterNow || Type == FieldType.Rating);

    /// <summary>Smallest number, or fewest rows, files or choices.</summary>
    public decimal? Min { get; init; }

    /// <summary>Greatest number, or most rows, files or choices; of rows 100 and of files and staff 50 when the form says nothing.</summary>
    public decimal? Max { get; init; }

    /// <summary>In characters; 200 for <see cref="FieldType.Text"/> and 4,000 for <see cref="FieldType.Multiline"/> when the form says nothing.</summary>
    public int? MaxLength { get; init; }

    /// <summary>A regular expression the whole text has to match.</summary>
    public string? Pattern { get; init; }

    /// <summary>
    /// Personal data: the form marks it, and who may see no cases never gets it. It is stored in clear with the case; the
    /// database file or server is to be encrypted by its operator.
    /// </summary>
    public bool IsPersonal { get; init; }

    /// <summary>Personal data whose loss does particular harm (Personal Information Protection Law art. 28): masked for who isn't at work on the case.</summary>
    public bool IsSensitive { get; init; }

    /// <summary>
    /// A figure that proposes the number, counted for the case's own period: its id, a dot and <c>value</c>, <c>counted</c> or
    /// <c>base</c>. Whoever fills in the form confirms or corrects it.
    /// </summary>
    public string? Figure { get; init; }

    /// <summary>Used when nothing was given.</summary>
    public JsonNode? Default { get; init; }

    public IReadOnlyList<FormField> Columns { get; init; } = [];
}
