using WorkflowHost.Engine.Definitions;
using WorkflowHost.Sop.Definitions;

namespace WorkflowHost.Sop.Rehearsals;

/// <summary>Something that may be raised on a case of an SOP, as its definition says; whether the case listens at that time, only playing it tells.</summary>
/// <param name="EventName">As <see cref="RehearsedEvent"/> names it.</param>
/// <param name="Name">What people call it.</param>
/// <param name="FormId">The form that goes with it; null when there is none.</param>
public sealed record PossibleEvent(string EventName, string Name, string? FormId)
{
    /// <summary>The events of a definition whose name stands there, each once, in file order.</summary>
    public static IReadOnlyList<PossibleEvent> Of(WorkflowDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return [.. DefinitionOutline.Of(definition).OfType("Sop.CaseEvent")
            .Where(each => TextOf(each, "event") is not null)
            .Select(each => new PossibleEvent(TextOf(each, "event")!, TextOf(each, "title") ?? each.Name, TextOf(each, "form")))
            .DistinctBy(each => each.EventName, StringComparer.Ordinal)];
    }

    private static string? TextOf(OutlineActivity activity, string property) => activity.Input(property) is { Texts: [var text] } ? text : null;
}
