using System.Globalization;
using WorkflowHost.Sop.Forms;
using WorkflowHost.Sop.Packs;

namespace WorkflowHost.Workbench.Rules.Trials;

/// <summary>A made-up case for the preview of a letter: something of the right kind for every field and fact.</summary>
internal static class SampleFacts
{
    private static readonly Dictionary<string, string> Known = new(StringComparer.Ordinal)
    {
        ["customerName"] = "张伟",
        ["caseNumber"] = "TS20260929-0001",
        ["companyName"] = "示例人寿保险股份有限公司",
        ["companyPhone"] = "95500",
        ["handlerName"] = "王磊",
        ["policyNo"] = "P2026000123456",
        ["contactPhone"] = "13800000000",
    };

    public static bool IsKnown(string name, SopPack pack) => pack.CaseFacts.ContainsKey(name) || FieldOf(name, pack) is not null;

    public static string Of(string name, SopPack pack, DateTimeOffset now)
    {
        if (Known.TryGetValue(name, out var text))
        {
            return text;
        }

        var field = FieldOf(name, pack);
        return field?.Type switch
        {
            FieldType.Number or FieldType.Money => "1000",
            FieldType.Date => now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            FieldType.DateTime => Iso(now),
            FieldType.Choice or FieldType.MultiChoice when field.Choices.Count > 0 => (field.ChoicesFor().FirstOrDefault() ?? field.Choices[0]).Value,
            FieldType.Bool => "true",
            FieldType.Rating => "5",
            null when name.Contains("Due", StringComparison.Ordinal) => Iso(now.AddDays(15)),
            null when IsInstant(name) => Iso(now),
            null => pack.CaseFacts.GetValueOrDefault(name)?.Zh ?? name,
            _ => field.Label.Zh,
        };
    }

    private static bool IsInstant(string name) =>
        name.EndsWith("At", StringComparison.Ordinal) || name.EndsWith("Time", StringComparison.Ordinal) || name.EndsWith("Date", StringComparison.Ordinal) || name is "today" or "now";

    private static string Iso(DateTimeOffset at) => at.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);

    private static FormField? FieldOf(string name, SopPack pack) => pack.Forms.Values.SelectMany(form => form.Fields).FirstOrDefault(field => field.Name == name);
}
