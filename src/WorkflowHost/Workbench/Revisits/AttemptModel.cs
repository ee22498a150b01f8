using System.Text.Json.Nodes;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Revisits;
using WorkflowHost.Workbench.Time;

namespace WorkflowHost.Workbench.Revisits;

/// <summary>One try to reach a customer, while it is being noted. Not thread safe; one per panel.</summary>
public sealed class AttemptModel
{
    public string? Number { get; set; }

    /// <summary>A result the new channel can't have is chosen anew: a hidden one must not be sent along.</summary>
    public ContactChannel Channel
    {
        get;
        set
        {
            field = value;
            Result = Result is { } result && Results(value).Contains(result) ? result : null;
        }
    }

    public AttemptResult? Result { get; set; }

    public bool IsInbound { get; set; }

    /// <summary>Wall time of the case's zone, as the picker edits it.</summary>
    public DateTime? RescheduleTo { get; set; }

    public string? Comment { get; set; }

    public bool HasProblem { get; set; }

    /// <summary>What can come of a try by a channel: a call is not "sent", a letter is not "busy".</summary>
    public static IReadOnlyList<AttemptResult> Results(ContactChannel channel) => channel switch
    {
        ContactChannel.Phone => [AttemptResult.Connected, AttemptResult.NoAnswer, AttemptResult.Busy, AttemptResult.Refused, AttemptResult.WrongNumber, AttemptResult.Rescheduled],
        ContactChannel.Visit => [AttemptResult.Connected, AttemptResult.NoAnswer, AttemptResult.Refused, AttemptResult.Rescheduled],
        _ => [AttemptResult.Connected, AttemptResult.Sent, AttemptResult.Refused, AttemptResult.WrongNumber],
    };

    /// <param name="answers">The script's answers; only a conversation has some.</param>
    /// <exception cref="InvalidOperationException">No result was chosen; the button is disabled until then.</exception>
    public RevisitAttemptRequest ToRequest(JsonObject? answers) => new()
    {
        Number = string.IsNullOrWhiteSpace(Number) ? null : Number.Trim(),
        Channel = Channel,
        Result = Result ?? throw new InvalidOperationException("An attempt needs its result."),
        IsInbound = IsInbound,
        Answers = Result == AttemptResult.Connected ? answers : null,
        Rating = Result == AttemptResult.Connected ? RatingOf(answers) : null,
        Comment = CommentOf(answers),
        HasProblem = Result == AttemptResult.Connected && (HasProblem || answers?.IsTrue("problemFound") == true),
        RescheduleTo = Result == AttemptResult.Rescheduled && RescheduleTo is { } wall
            ? new DateTimeOffset(DateTime.SpecifyKind(wall, DateTimeKind.Unspecified), CaseTime.Offset)
            : null,
    };

    /// <summary>What the customer said in the script's own comment, else what the caller noted.</summary>
    private string? CommentOf(JsonObject? answers)
    {
        var text = string.IsNullOrWhiteSpace(Comment) && Result == AttemptResult.Connected ? answers?.Text("comment") : Comment;
        return string.IsNullOrWhiteSpace(text) ? null : text.Trim();
    }

    /// <summary>The rules watch one rating; scripts ask it under one of these names.</summary>
    private static int? RatingOf(JsonObject? answers) =>
        answers is null ? null : (int?)(answers.Whole("rating") ?? answers.Whole("customerRating") ?? answers.Whole("satisfaction"));
}
