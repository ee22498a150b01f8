using WorkflowHost.Sop.Figures;

namespace WorkflowHost.Runtime.Figures;

/// <summary>The figures of a period, as one page shows them.</summary>
public sealed record FigureSheet(FigurePeriod Period, FigureDimension? Split, IReadOnlyList<FigureRow> Rows);

/// <summary>One figure.</summary>
/// <param name="Trend">The last periods, the present one last.</param>
/// <param name="Parts">By the value of the dimension, by name; the cases that name none last. Empty when not split.</param>
public sealed record FigureRow(FigureDefinition Figure, FigureValue Value, FigureBand Band, IReadOnlyList<FigurePoint> Trend, IReadOnlyList<FigureSlice> Parts);

/// <param name="Period">Its name, e.g. <c>2026-Q3</c>.</param>
public sealed record FigurePoint(string Period, decimal? Value);

/// <param name="Key">Value of the dimension; null for cases that name none.</param>
public sealed record FigureSlice(string? Key, FigureValue Value, FigureBand Band);

/// <summary>A case behind a figure.</summary>
public sealed record FigureCase(string Id, string Number, string Title, string DefinitionId, DateTimeOffset OpenedAt, DateTimeOffset? ClosedAt, bool IsCounted);

/// <summary>The cases behind a figure, the latest first.</summary>
/// <param name="Total">How many there are; the list holds at most 500.</param>
public sealed record FigureCases(FigureDefinition Figure, FigurePeriod Period, int Total, IReadOnlyList<FigureCase> Cases);
