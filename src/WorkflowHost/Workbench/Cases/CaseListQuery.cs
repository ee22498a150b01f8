using WorkflowHost.Runtime.Cases;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Workbench.Cases;

/// <summary>What the address of the case list asks for. A value the address got wrong is taken as not given.</summary>
public sealed record CaseListQuery
{
    private const int Rows = 40;

    public string? Text { get; init; }

    public CaseStatus? Status { get; init; }

    /// <summary>Definition id.</summary>
    public string? Sop { get; init; }

    public string? Stage { get; init; }

    public int? Severity { get; init; }

    public string? Category { get; init; }

    public string? HandlerId { get; init; }

    public bool? Overdue { get; init; }

    public CaseSort Sort { get; init; }

    public string? Cursor { get; init; }

    public bool IsFiltered => this with { Sort = default, Cursor = null } != new CaseListQuery();

    public CaseFilter ToFilter() => new(Text, Status, Stage, Severity, Category, HandlerId, null, Overdue, Sort, Cursor, Rows, Sop);

    /// <param name="value">The value of a query parameter by its name, or null.</param>
    public static CaseListQuery Of(Func<string, string?> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new()
        {
            Text = Given(value("q")),
            Status = Enum.TryParse<CaseStatus>(value("status"), ignoreCase: true, out var status) && Enum.IsDefined(status) ? status : null,
            Sop = Given(value("sop")),
            Stage = Given(value("stage")),
            Severity = int.TryParse(value("severity"), out var severity) && severity is >= 1 and <= 4 ? severity : null,
            Category = Given(value("category")),
            HandlerId = Given(value("handler")),
            Overdue = value("overdue") == "true" ? true : null,
            Sort = Enum.TryParse<CaseSort>(value("sort"), ignoreCase: true, out var sort) && Enum.IsDefined(sort) ? sort : CaseSort.Newest,
            Cursor = Given(value("cursor")),
        };
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
