using System.Text.Json.Nodes;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Forms;

namespace WorkflowHost.Workbench.Forms;

/// <summary>
/// A form being filled in: what was typed, which fields are asked for right now, and what is wrong with them.
/// It outlives a refusal by the server, so nothing typed is ever lost. Not thread safe; one per open form.
/// </summary>
public sealed class FormModel
{
    private readonly Dictionary<string, FieldFault> _faults = new(StringComparer.Ordinal);
    private JsonObject _caseData;

    /// <param name="form">What is asked.</param>
    /// <param name="caseData">What the case knows: conditions look at it, and known fields start with its values.</param>
    /// <param name="me">Who fills it in, for fields that start with that person.</param>
    /// <param name="prefill">Which known fields start with their values.</param>
    public FormModel(FormDefinition form, JsonObject caseData, Actor? me = null, Prefill prefill = Prefill.CarriedOver)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(caseData);
        Form = form;
        _caseData = caseData;
        var values = new JsonObject();
        foreach (var field in form.Fields)
        {
            var known = IsKept(field, prefill) ? caseData[field.Name] : null;
            if ((known ?? field.Default ?? MeAs(field, me)) is { } start)
            {
                values[field.Name] = start.DeepClone();
            }
        }

        Scope = new FormScope("", values);
    }

    public FormDefinition Form { get; }

    public FormScope Scope { get; }

    /// <summary>The outcome being aimed at; some fields are required only for it.</summary>
    public string? Outcome { get; set; }

    /// <summary>True from the first edit on: leaving would lose something.</summary>
    public bool IsTouched { get; private set; }

    /// <summary>Faults in the order the fields stand in the form.</summary>
    public IEnumerable<FieldFault> Faults => _faults.Values.OrderBy(fault => OrderOf(fault.Field));

    public bool HasFaults => _faults.Count > 0;

    public FieldFault? FaultOf(string path) => _faults.GetValueOrDefault(path);

    public bool IsVisible(FormField field, FormScope scope)
    {
        ArgumentNullException.ThrowIfNull(field);
        return field.VisibleWhen is null || field.VisibleWhen.Holds(FactsFor(scope));
    }

    public bool IsRequired(FormField field, FormScope scope)
    {
        ArgumentNullException.ThrowIfNull(field);
        return field.IsRequired
            || (Outcome is { } outcome && field.RequiredFor.Contains(outcome))
            || (field.RequiredWhen is { } condition && condition.Holds(FactsFor(scope)));
    }

    /// <summary>The case went on while the form stood open: conditions look at what it knows now, what was typed stays.</summary>
    public void Know(JsonObject caseData)
    {
        ArgumentNullException.ThrowIfNull(caseData);
        _caseData = caseData;
    }

    /// <summary>Puts counted numbers where nothing stands yet; whoever fills in the form confirms them.</summary>
    public void Propose(IReadOnlyDictionary<string, decimal> numbers)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        foreach (var (field, number) in numbers.Where(each => Scope.Values[each.Key] is null))
        {
            Scope.Values[field] = number;
        }
    }

    /// <summary>Notes that a field was edited: its old fault no longer tells the truth.</summary>
    public void Touch(string path)
    {
        IsTouched = true;
        _faults.Remove(path);
    }

    /// <summary>
    /// The fields to send, or null with every fault marked. The server checks again; this spares the round trip and
    /// marks all faults at once.
    /// </summary>
    /// <param name="outcome">How the task is to end; null for a form without outcomes.</param>
    /// <param name="now">What has happened can't lie after it.</param>
    public JsonObject? Check(string? outcome, DateTimeOffset now)
    {
        Outcome = outcome;
        _faults.Clear();
        var result = FormValidator.Validate(Form, Fields(), outcome, _caseData, now);
        Mark(result.Faults);
        return result.IsValid ? Fields() : null;
    }

    /// <summary>Marks the faults of a refusal. True when each belongs to a field on screen, so no further message is needed.</summary>
    public bool Mark(IReadOnlyList<FieldFault> faults)
    {
        ArgumentNullException.ThrowIfNull(faults);
        foreach (var fault in faults)
        {
            _faults[fault.Field] = fault;
        }

        return faults.Count > 0 && faults.All(fault => Form.Fields.Any(field => field.Name == NameOf(fault.Field)));
    }

    /// <summary>A copy of what was typed, without the fields that are hidden now.</summary>
    public JsonObject Fields()
    {
        var fields = (JsonObject)Scope.Values.DeepClone();
        foreach (var hidden in Form.Fields.Where(field => !IsVisible(field, Scope)))
        {
            fields.Remove(hidden.Name);
        }

        return fields;
    }

    private static bool IsKept(FormField field, Prefill prefill) => prefill switch
    {
        Prefill.Everything => true,
        Prefill.Nothing => field.IsFresh == false,
        _ => !field.StartsEmpty,
    };

    private static JsonValue? MeAs(FormField field, Actor? me) => field switch
    {
        { StartsWithMe: false } => null,
        { Type: FieldType.Staff } => me is null ? null : JsonValue.Create(me.Id),
        _ => me?.StaffNo is { Length: > 0 } number ? JsonValue.Create(number) : null,
    };

    private JsonObject FactsFor(FormScope scope)
    {
        var facts = (JsonObject)_caseData.DeepClone();
        Lay(facts, Scope.Values);
        if (!ReferenceEquals(scope, Scope))
        {
            Lay(facts, scope.Values);
        }

        return facts;

        static void Lay(JsonObject facts, JsonObject values)
        {
            foreach (var (name, value) in values)
            {
                facts[name] = value?.DeepClone();
            }
        }
    }

    private int OrderOf(string path)
    {
        var name = NameOf(path);
        var order = 0;
        foreach (var field in Form.Fields)
        {
            if (field.Name == name)
            {
                return order;
            }

            order++;
        }

        return int.MaxValue;
    }

    private static string NameOf(string path) => path.Split('[', '.')[0];
}
