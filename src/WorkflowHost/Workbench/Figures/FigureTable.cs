using System.Globalization;
using System.Text;
using WorkflowHost.Runtime.Figures;
using WorkflowHost.Runtime.Staff;
using WorkflowHost.Sop.Figures;
using WorkflowHost.Workbench.Language;
using WorkflowHost.Workbench.Time;

namespace WorkflowHost.Workbench.Figures;

/// <summary>Figures in words: values with their places, parts by name, the whole as a table for spreadsheets. Thread safe.</summary>
public sealed class FigureTable(Texts texts, PackLabels labels, StaffDirectory staff)
{
    /// <summary>The quarter that runs.</summary>
    public static FigurePeriod Present(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return FigurePeriod.Of(FigurePeriodKind.Quarter, DateOnly.FromDateTime(time.GetUtcNow().ToOffset(CaseTime.Offset).DateTime));
    }

    /// <summary>A dash where there is nothing to divide by.</summary>
    public static string Text(decimal? value) => value is { } number ? number.ToString("#,0.##", CultureInfo.InvariantCulture) : "—";

    public string Part(FigureDimension dimension, string? key) => string.IsNullOrEmpty(key) ? texts["figures.part.none"] : dimension switch
    {
        FigureDimension.Agent => staff.NameOf(key) ?? key,
        FigureDimension.Channel => labels.Channel(key),
        FigureDimension.Product => labels.Choice("productLine", key),
        FigureDimension.Segment => texts.Find($"figures.segment.{key}") ?? (labels.Choice("customerSegment", key) is var name && name != key ? name : labels.Choice("customerType", key)),
        _ => labels.Choice("branch", key),
    };

    public string Csv(FigureSheet sheet)
    {
        ArgumentNullException.ThrowIfNull(sheet);
        var text = new StringBuilder();
        Line(text, [texts["figures.col.figure"], texts["figures.col.part"], texts["figures.col.period"], texts["figures.col.value"], texts["figures.col.unit"], texts["figures.col.counted"], texts["figures.col.base"], texts["figures.col.target"], texts["figures.col.band"]]);
        foreach (var row in sheet.Rows)
        {
            Line(text, Cells(row, sheet, "", row.Value, row.Band));
            foreach (var part in row.Parts)
            {
                Line(text, Cells(row, sheet, Part(sheet.Split!.Value, part.Key), part.Value, part.Band));
            }
        }

        return text.ToString();
    }

    private string[] Cells(FigureRow row, FigureSheet sheet, string part, FigureValue value, FigureBand band) =>
    [
        row.Figure.Name.In(CultureInfo.CurrentUICulture), part, sheet.Period.ToString(), Plain(value.Value), row.Figure.Unit.In(CultureInfo.CurrentUICulture),
        value.Counted.ToString(CultureInfo.InvariantCulture), Plain(value.Base), Plain(row.Figure.Target), band == FigureBand.None ? "" : texts[$"figures.band.{band}"],
    ];

    private static string Plain(decimal? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static void Line(StringBuilder text, IEnumerable<string> cells) => text.AppendJoin(',', cells.Select(Cell)).Append("\r\n");

    /// <summary>What begins like a formula is made a text, for a spreadsheet would run it.</summary>
    private static string Cell(string text)
    {
        var safe = text.Length > 0 && text[0] is '=' or '+' or '@' or '\t' or '\r' || (text.StartsWith('-') && !decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out _)) ? "'" + text : text;
        return safe.AsSpan().IndexOfAny(',', '"', '\n') < 0 ? safe : "\"" + safe.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
    }
}
