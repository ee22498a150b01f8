using System.Diagnostics.CodeAnalysis;

namespace WorkflowHost.Sop;

/// <summary>The result of a rule: the new value, or the reason why the rule said no. Never both, never neither.</summary>
public readonly record struct Outcome<T>
    where T : class
{
    private readonly T? _value;

    private Outcome(T? value, Refusal? refusal)
    {
        _value = value;
        Refusal = refusal;
    }

    [MemberNotNullWhen(true, nameof(Refusal))]
    public bool IsRefused => Refusal is not null;

    public Refusal? Refusal { get; }

    /// <exception cref="InvalidOperationException">The rule refused; ask <see cref="IsRefused"/> first.</exception>
    public T Value => _value ?? throw new InvalidOperationException($"There is no value, the rule refused: {Refusal}");

    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(Refusal refusal) => new(null, refusal);
}
