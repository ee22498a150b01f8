using System.Text.Json.Nodes;

namespace WorkflowHost.Sop.Forms;

/// <summary>What is wrong with one value.</summary>
/// <param name="Field">The field's name; <c>options[0].cost</c> inside a row; <c>outcome</c> for the outcome itself.</param>
/// <param name="Code">
/// <c>field.required</c>, <c>field.not_allowed</c>, <c>field.out_of_range</c>, <c>field.in_future</c>, <c>field.too_long</c>,
/// <c>field.wrong_type</c>, <c>field.wrong_format</c> or <c>field.unknown</c>.
/// </param>
/// <param name="Args">What was expected and found; never the personal data itself.</param>
public sealed record FieldFault(string Field, string Code, IReadOnlyDictionary<string, string> Args);

/// <summary>The checked values, or every fault at once.</summary>
/// <param name="Values">Trimmed, typed and without hidden fields; null when there are faults.</param>
/// <param name="Faults">Empty when the form is good.</param>
public sealed record FormResult(JsonObject? Values, IReadOnlyList<FieldFault> Faults)
{
    public bool IsValid => Values is not null;
}
