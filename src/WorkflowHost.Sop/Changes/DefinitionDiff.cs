using System.Text.Json.Nodes;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Triggers;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Definitions;
using WorkflowHost.Sop.Language;
using WorkflowHost.Sop.Packs;

namespace WorkflowHost.Sop.Changes;

/// <summary>
/// Tells what differs between two versions of a definition in the trade's own sentences, so that a second person can approve what was
/// really changed. Steps are the same when their ids are. Pure, thread-safe.
/// </summary>
public static class DefinitionDiff
{
    private static readonly string[] TextProperties = ["name", "description"];

    /// <param name="before">The earlier version.</param>
    /// <param name="after">The later version.</param>
    /// <param name="packBefore">The pack the earlier version runs with; null: the rules are not compared.</param>
    /// <param name="packAfter">The pack the later version runs with; null: the same as before.</param>
    public static DefinitionChanges Between(WorkflowDefinition before, WorkflowDefinition after, SopPack? packBefore = null, SopPack? packAfter = null)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var changes = new ChangeList();
        var (old, now) = (DefinitionOutline.Of(before), DefinitionOutline.Of(after));
        var words = new VersionWords(new ValueWords(before, packBefore ?? packAfter), new ValueWords(after, packAfter ?? packBefore));
        CompareTexts(before.Document, after.Document, changes);
        CompareWord("diff.execution_mode", "execution.", before.FlowchartMode?.ToString(), after.FlowchartMode?.ToString(), changes);
        CompareWord("diff.activation", "activation.", Activation(before.Document), Activation(after.Document), changes);
        ProfileDiff.Compare(SopProfile.Of(before), SopProfile.Of(after), words, changes);
        VariableDiff.Compare(before.Document, after.Document, null, changes);
        StepDiff.Compare(old, now, words, changes);
        ConnectionDiff.Compare(old, now, words, changes);
        if (packBefore is not null && packAfter is not null && !ReferenceEquals(packBefore, packAfter))
        {
            PackDiff.Compare(packBefore, packAfter, PackUse.Of(old, packBefore).With(PackUse.Of(now, packAfter)), changes);
        }

        return new(changes.Changes, LayoutDiff.IsChanged(old, now));
    }

    private static void CompareTexts(JsonObject before, JsonObject after, ChangeList changes)
    {
        foreach (var property in TextProperties)
        {
            var (old, now) = (before.Text(property) ?? string.Empty, after.Text(property) ?? string.Empty);
            if (old != now)
            {
                changes.Definition("diff." + property, ("before", old), ("after", now));
            }
        }

        var (oldStrategy, newStrategy) = (Strategy(before), Strategy(after));
        if (oldStrategy != newStrategy)
        {
            changes.Definition("diff.incident_strategy", ("before", ValueWords.Word("strategy." + oldStrategy, oldStrategy)), ("after", ValueWords.Word("strategy." + newStrategy, newStrategy)));
        }
    }

    /// <param name="words">Where the language files have the word of each; <c>default</c> is that of none.</param>
    private static void CompareWord(string code, string words, string? before, string? after, ChangeList changes)
    {
        if (before != after)
        {
            changes.Definition(code, ("before", Word(before)), ("after", Word(after)));
        }

        LocalizedText Word(string? value) => ValueWords.Word(words + (value ?? "default"), value ?? "-");
    }

    private static string? Activation(JsonObject document) =>
        ActivationStrategies.TryParse((document["options"] as JsonObject)?.Text("activationStrategyType"), out var strategy) ? strategy.ToString() : null;

    /// <summary>Elsa writes the strategy as an assembly-qualified type name.</summary>
    private static string Strategy(JsonObject document) =>
        (document["options"] as JsonObject)?.Text("incidentStrategyType") is { Length: > 0 } type
            ? type.Contains("ContinueWithIncidents", StringComparison.Ordinal) ? "continue" : "fault"
            : "default";
}
