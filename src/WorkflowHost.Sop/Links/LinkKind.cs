namespace WorkflowHost.Sop.Links;

/// <summary>What two cases can be to each other, e.g. a complaint and the claim it is about. Defined in the SOP pack.</summary>
/// <param name="Follower">What the case that follows is called on the other's page, e.g. "complaint about this claim".</param>
/// <param name="Origin">What the case it follows from is called on its page, e.g. "claim complained of".</param>
public sealed record LinkKind(string Id, LocalizedText Follower, LocalizedText Origin);
