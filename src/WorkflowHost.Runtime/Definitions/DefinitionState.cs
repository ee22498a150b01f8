namespace WorkflowHost.Runtime.Definitions;

/// <summary>What a version may be used for.</summary>
public enum DefinitionState
{
    /// <summary>Being drawn; only the latest version can be one, and only drafts ever change.</summary>
    Draft,

    /// <summary>New cases start on it; at most one version of a definition.</summary>
    Published,

    /// <summary>Was published once; cases that started on it run on.</summary>
    Retired,
}

/// <summary>Where a version came from.</summary>
public enum DefinitionOrigin
{
    /// <summary>A file of the workflows folder.</summary>
    File,

    /// <summary>A person, on screen or through the API.</summary>
    Screen,
}

/// <summary>What happened to a definition with one save.</summary>
public enum DefinitionSaveKind
{
    Saved,
    Published,
    Retracted,
    Imported,
    Reverted,
    Restored,

    /// <summary>From the workflows folder, at start or by decision.</summary>
    FromFile,

    /// <summary>Brought to the new version of a workflow that it uses as an activity.</summary>
    ConsumerUpdated,

    /// <summary>Refused because it would have dropped every step; kept so that it can be restored if it was meant.</summary>
    Parked,
}
