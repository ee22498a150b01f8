using System.Globalization;
using System.Text.Json.Nodes;
using WorkflowHost.Sop.Forms;

namespace WorkflowHost.Sop.Cases;

/// <summary>What came of asking the customer for missing material.</summary>
public enum DocumentRequest
{
    Requested,

    /// <summary>Everything is there, or held by the insurer already.</summary>
    NothingMissing,

    /// <summary>The customer has been asked once; the law allows no second time.</summary>
    Blocked,
}

/// <summary>
/// Asking for missing material, once and for all of it (Insurance Law art. 22), and never for what the insurer holds
/// already (Order 2020 No. 3 art. 13).
/// </summary>
public sealed partial class CaseWork
{
    private const string RequestedAtField = "supplementRequestedAt";
    private const string ItemsField = "supplementItems";
    private const string ResultColumn = "result";
    private const string HeldColumn = "heldByInsurer";
    private const string DocumentColumn = "doc";
    private const string RemarkColumn = "remark";
    private const string Acceptable = "ok";

    /// <summary>
    /// Makes the list of what is missing from a checklist and keeps it with the case for the notice to name. Sends nothing.
    /// </summary>
    /// <param name="checklistField">A field of rows with <c>doc</c>, <c>result</c> (<c>ok</c> or what is wrong), <c>heldByInsurer</c> and <c>remark</c>.</param>
    public DocumentRequest PrepareDocumentRequest(string checklistField)
    {
        var gaps = (Data[checklistField] as JsonArray ?? []).OfType<JsonObject>()
            .Where(row => row.Text(ResultColumn) is not null and not Acceptable && !row.IsTrue(HeldColumn))
            .ToList();
        if (gaps.Count == 0)
        {
            Log("documents.nothing_missing");
            return DocumentRequest.NothingMissing;
        }

        if (Data.Text(RequestedAtField) is { } before)
        {
            Log("documents.second_request_blocked", ("at", before));
            return DocumentRequest.Blocked;
        }

        Set(ItemsField, string.Join('\n', gaps.Select((gap, index) => ItemOf(gap, index + 1, checklistField))));
        Set(RequestedAtField, Iso(Now.ToOffset(Calendar.UtcOffset)));
        Log("documents.requested", ("items", gaps.Count.ToString(CultureInfo.InvariantCulture)));
        return DocumentRequest.Requested;
    }

    private string ItemOf(JsonObject gap, int number, string checklistField)
    {
        var columns = _environment.Pack.Forms.Values.SelectMany(form => form.Fields)
            .FirstOrDefault(field => field.Name == checklistField && field.Type == FieldType.Rows)?.Columns ?? [];
        var text = string.Create(CultureInfo.InvariantCulture, $"{number}. {LabelOf(columns, DocumentColumn, gap)}（{LabelOf(columns, ResultColumn, gap)}）");
        return gap.Text(RemarkColumn) is { Length: > 0 } remark ? text + "：" + remark : text;
    }

    private static string LabelOf(IReadOnlyList<FormField> columns, string column, JsonObject row)
    {
        var code = row.Text(column) ?? string.Empty;
        return columns.FirstOrDefault(field => field.Name == column)?.Choices.FirstOrDefault(choice => choice.Value == code)?.Label.Zh ?? code;
    }
}
