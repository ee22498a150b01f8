using WorkflowHost.Sop.Language;
using WorkflowHost.Sop.Packs;

namespace WorkflowHost.Sop.Rules;

/// <summary>A fault of the pack, with the rule it lies in.</summary>
/// <param name="Rule">Null when it lies in none that is edited on screen.</param>
/// <param name="Path">Within the rule: <c>$.due</c>; <c>$.text</c> for the text of a letter.</param>
/// <param name="Fault">As the pack's reader found it, with file, line and column.</param>
public sealed record RuleFault(RuleKey? Rule, string Path, PackFault Fault)
{
    /// <summary>What is wrong, Chinese and English. The reader's own words come after it, for they name the values.</summary>
    public LocalizedText Text => Sentence.Of("rule." + Fault.Code, ("message", Fault.Message), ("path", Path)).Text;

    public override string ToString() => $"{Rule?.ToString() ?? Fault.File} at {Path}: {Fault.Code}: {Fault.Message}";
}
