using System.Globalization;
using WorkflowHost.Sop.Forms;

namespace WorkflowHost.Api.Problems;

/// <summary>Faults of request fields that no form describes, with the codes forms use.</summary>
internal static class FieldFaults
{
    public static FieldFault Of(string field, string code) => new(field, code, new Dictionary<string, string>());

    public static FieldFault Required(string field) => Of(field, "field.required");

    public static FieldFault TooLong(string field, int max) =>
        new(field, "field.too_long", new Dictionary<string, string> { ["max"] = max.ToString(CultureInfo.InvariantCulture) });
}
