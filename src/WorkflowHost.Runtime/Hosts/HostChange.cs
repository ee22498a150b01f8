namespace WorkflowHost.Runtime.Hosts;

/// <summary>What a write tells the other hosts, stored with it.</summary>
/// <param name="Subject">The id of what changed.</param>
/// <param name="News">Of a case.</param>
internal sealed record HostChange(HostChangeKind Kind, string Subject, CaseNews? News)
{
    /// <summary>As it is stored.</summary>
    public string Body() => News is null ? Subject : CaseNewsJson.Write(News);
}

/// <summary>A host that does not know a kind passes over it: it may be of a later release.</summary>
internal enum HostChangeKind
{
    /// <summary>The mark of a write that was given up.</summary>
    Nothing,
    Case,
    Definitions,
    Staff,

    /// <summary>Something may be done now that was to be done later: given back, or revived.</summary>
    Work,
    Rules,

    /// <summary>A draft of a definition or rule was saved or discarded, or somebody asked to publish it, or decided: bells, and the pages of SOPs and rules.</summary>
    Drafts,
}
