namespace WorkflowHost.Engine.Activities;

/// <summary>
/// A compiled input of a node: an expression and the type its value is converted to. Evaluated through
/// <see cref="ActivityContext.Get{T}(Input{T})"/>. Immutable, thread-safe.
/// </summary>
/// <typeparam name="T">string, bool, int, long, double, decimal, DateTime, DateTimeOffset, TimeSpan, Guid, JsonNode, JsonObject, JsonArray, string[] or object.</typeparam>
public sealed class Input<T> : Input
{
    internal Input(string name, bool isBound)
        : base(name, isBound)
    {
    }
}

/// <summary>An input of any type.</summary>
public abstract class Input
{
    private protected Input(string name, bool isBound)
    {
        Name = name;
        IsBound = isBound;
    }

    /// <summary>Its name as declared, PascalCase.</summary>
    public string Name { get; }

    /// <summary>Whether the definition gives it a value; otherwise it yields its default.</summary>
    public bool IsBound { get; }
}
