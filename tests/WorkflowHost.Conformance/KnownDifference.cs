namespace WorkflowHost.Conformance;

/// <summary>
/// A recorded case in which we do something else on purpose; docs/adr/0002-differences-from-stock-elsa.md has the reasons.
/// What we do instead is checked.
/// </summary>
/// <param name="Reason">Why stock is not followed.</param>
/// <param name="FaultCode">The definition does not compile, with this fault; null if it runs.</param>
/// <param name="SubStatus">How it ends.</param>
/// <param name="Lines">The lines it writes.</param>
public sealed record KnownDifference(string Reason, string? FaultCode, string? SubStatus, params string[] Lines)
{
    public static IReadOnlyDictionary<string, KnownDifference> All { get; } = new Dictionary<string, KnownDifference>(StringComparer.Ordinal)
    {
        ["024-flow-nested-complete"] = new("Stock throws when a nested flowchart is completed from within; here the workflow completes.", null, "Finished", "s", "i1", "done"),
        ["061-fork-waitall"] = new("Stock loses its count of branches over a wait; here the fork completes.", null, "Finished", "a", "c", "b2", "z"),
        ["088-join-any-cancels-nested"] = new("Stock takes a cancelled inner activity for a node of the flowchart and throws; here the join runs.", null, "Finished", "s", "q1", "z"),
        ["191-switch-any-events"] = new("The same lost count as in 061.", null, "Finished", "b2", "a2", "z"),
        ["132-js-nan"] = new("Stock cannot store NaN and infinity and fails as a whole; here only the conversion faults.", null, "Faulted", "s"),
        ["137-js-environment"] = new("A newer script engine also knows generators and Intl.", null, "Faulted", "s", "01:30:00", "undefined,undefined,undefined,undefined,object,undefined,function,undefined,object", "1", "60", "1,234.5", "1,234.5", "1,3", "1,3", "a+b2"),
        ["111-initial-value-not-text"] = new("The same refusal, as a fault with its place.", "variable.invalid", null),
        ["112-unknown-variable-type"] = new("A variable of an unknown type is refused instead of dropped.", "variable.type.unknown", null),
        ["129-js-syntax-error"] = new("Syntax errors are refused before anything runs.", "expression.syntax", null),
        ["136-js-async"] = new("A top-level await is a syntax error, refused before anything runs.", "expression.syntax", null),
    };
}
