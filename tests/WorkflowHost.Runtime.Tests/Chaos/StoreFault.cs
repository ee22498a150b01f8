namespace WorkflowHost.Runtime.Tests.Chaos;

/// <summary>How a call of the store goes wrong.</summary>
public enum StoreFault
{
    /// <summary>Nothing is stored, and the caller is told.</summary>
    Fails,

    /// <summary>It is stored, and the caller is told that it is not: the answer was lost.</summary>
    FailsAfterCommit,

    /// <summary>Nothing is stored, and the caller meets an exception.</summary>
    Throws,

    /// <summary>It is stored so late that every lease has ended and, where there is another host, that one has done the same meanwhile.</summary>
    Late,
}
