namespace WorkflowHost.Runtime.Tests.Chaos;

/// <summary>Made by a test; the product knows nothing of it.</summary>
public sealed class InjectedException : Exception
{
    public InjectedException()
        : base("Made to be thrown.")
    {
    }

    public InjectedException(string message)
        : base(message)
    {
    }

    public InjectedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
