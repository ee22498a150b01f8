namespace WorkflowHost.Sop.CustomerLinks;

/// <summary>What a customer may do behind a link.</summary>
public enum CustomerLinkPurpose
{
    /// <summary>See how the case stands (F-17).</summary>
    Track,

    /// <summary>Fill in a form of the pack that is marked for customers (F-22, F-19).</summary>
    Questionnaire,
}

/// <summary>A link that goes out with a notice; the text names it by its fact, <c>{{ linkTrack }}</c>.</summary>
/// <param name="Fact">The fact that stands for the address in the text; absent where no link can be made, as in a letter.</param>
/// <param name="ValidDays">Days after which it opens nothing any more, 1 to 730.</param>
/// <param name="FormId">Of a questionnaire: the form that is filled in.</param>
/// <param name="EventName">Of a questionnaire: the event of the case the answer is, when the case listens to it; null or not listened to: it is kept and the handler told.</param>
public sealed record CustomerLinkTemplate(string Fact, CustomerLinkPurpose Purpose, int ValidDays, string? FormId = null, string? EventName = null);
