namespace WorkflowHost.Runtime.CustomerLinks;

/// <summary>What became of a code that a customer gave.</summary>
public enum CodeVerdict
{
    /// <summary>It opens the link.</summary>
    Right,

    /// <summary>It is another one, too old, or was tried too often.</summary>
    Wrong,

    /// <summary>The store takes no writes; nobody knows yet whether it is right.</summary>
    Unknown,
}
