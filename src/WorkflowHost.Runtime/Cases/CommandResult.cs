using System.Diagnostics.CodeAnalysis;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Cases;

/// <summary>The answer to a command: its value, durable by now, or the reason why nothing was stored.</summary>
public sealed record CommandResult<T>(T? Value, CaseRefusal? Refusal)
    where T : class
{
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool IsOk => Refusal is null;
}

internal static class CommandResult
{
    public static CommandResult<T> Of<T>(T value)
        where T : class => new(value, null);

    public static CommandResult<T> Refused<T>(CaseRefusal refusal)
        where T : class => new(null, refusal);
}
