namespace WorkflowHost.Runtime.Storage;

/// <summary>The host cannot work with this database as it is; the message tells the operator what to do.</summary>
public sealed class StorageRefusedException : Exception
{
    public StorageRefusedException(string message)
        : base(message)
    {
    }

    public StorageRefusedException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
