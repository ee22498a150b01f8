using System.Text.Json.Nodes;

namespace WorkflowHost.Sop.Figures;

/// <summary>What figures are split by (§1.7).</summary>
public enum FigureDimension
{
    Branch,
    Product,
    Channel,
    Segment,
    Agent,
}

/// <summary>A number a customer gave: behind a link, in a call, at the feedback.</summary>
public sealed record FigureAnswer(DateTimeOffset At, string Field, decimal Value);

/// <summary>What figures are counted from: one case.</summary>
/// <param name="Facts">
/// Its fields, and <c>sop</c>, <c>status</c>, and for each clock that has ended or runs <c>clock.</c> with its policy: <c>met</c>,
/// <c>missed</c>, <c>cancelled</c> or <c>running</c>; of several rounds, missed if one was.
/// </param>
public sealed record FigureSubject(
    string CaseId,
    string Number,
    string Title,
    string Sop,
    DateTimeOffset OpenedAt,
    DateTimeOffset? ClosedAt,
    string? Branch,
    string? Product,
    string? Channel,
    string? Segment,
    string? Agent,
    JsonObject Facts,
    IReadOnlyList<FigureAnswer> Answers)
{
    /// <summary>Null where the case says nothing of it.</summary>
    public string? In(FigureDimension dimension) => dimension switch
    {
        FigureDimension.Branch => Branch,
        FigureDimension.Product => Product,
        FigureDimension.Channel => Channel,
        FigureDimension.Segment => Segment,
        _ => Agent,
    };
}
