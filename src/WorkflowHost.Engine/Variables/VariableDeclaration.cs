using System.Text.Json.Nodes;
using WorkflowHost.Engine.Values;

namespace WorkflowHost.Engine.Variables;

/// <summary>A variable as a workflow or container declares it.</summary>
/// <param name="Id">What SetVariable and output bindings address.</param>
/// <param name="Name">What scripts address.</param>
/// <param name="Type">What assigned values are converted to.</param>
/// <param name="Initial">Its value when the container starts; not changed, so objects are copied out.</param>
/// <param name="IsPersistent">Kept while the instance waits; otherwise a wait resets it to its initial value, as Elsa does without a storage driver.</param>
internal sealed record VariableDeclaration(string Id, string Name, DeclaredType Type, object? Initial, bool IsPersistent)
{
    /// <summary>Whether scripts get <c>getX()</c> and <c>setX()</c> for it; not so for a variable that a script made up.</summary>
    public bool HasAccessor { get; init; } = true;

    // Every round of a loop makes these two.
    private static readonly VariableDeclaration CurrentValue = Made("CurrentValue", hasAccessor: true);
    private static readonly VariableDeclaration CurrentIndex = Made("CurrentIndex", hasAccessor: true);

    /// <summary>A variable that no definition declares: a loop's current value, or one that a script made up.</summary>
    public static VariableDeclaration Undeclared(string name, bool hasAccessor) => (name, hasAccessor) switch
    {
        ("CurrentValue", true) => CurrentValue,
        ("CurrentIndex", true) => CurrentIndex,
        _ => Made(name, hasAccessor),
    };

    public object? InitialValue() => Initial is JsonNode node ? JsonValues.Copy(node) : Initial;

    private static VariableDeclaration Made(string name, bool hasAccessor) =>
        new(name, name, new DeclaredType(ValueKind.Object), null, IsPersistent: true) { HasAccessor = hasAccessor };
}
