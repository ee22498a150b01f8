namespace WorkflowHost.Runtime.Rules;

/// <summary>Where a version of a rule stands. Stored by name.</summary>
public enum RuleState
{
    /// <summary>Being worked on; nothing follows it.</summary>
    Draft,

    /// <summary>In force.</summary>
    Published,

    /// <summary>Was in force.</summary>
    Retired,
}

/// <summary>Where a version of a rule comes from. Stored by name.</summary>
public enum RuleOrigin
{
    Screen,
    File,
}
