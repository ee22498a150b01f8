using System.Collections.Immutable;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Composition;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Flowcharts;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Sop.Activities;

namespace WorkflowHost.Runtime.Definitions;

/// <summary>
/// The workflows that others use as activities, in every version that was ever published. A version is compiled against those that were there
/// when it was published itself: where it leaves open which version of another one it uses, the answer stays the same for ever, and so does
/// the program that its instances wait in. Thread-safe.
/// </summary>
internal sealed class UsableWorkflows(TimeProvider time, FlowchartMode mode)
{
    private readonly Lock _gate = new();
    private ImmutableList<(WorkflowDefinition Definition, DateTimeOffset PublishedAt)> _versions = [];
    private DateTimeOffset _lastPublication = DateTimeOffset.UnixEpoch;

    /// <summary>The latest publication known here.</summary>
    public DateTimeOffset LastPublication
    {
        get
        {
            lock (_gate)
            {
                return _lastPublication;
            }
        }
    }

    /// <summary>How each version looks to designers; whether it is offered is for the caller to say.</summary>
    public IReadOnlyList<ActivityDescriptor> Descriptors => Library.Descriptors;

    /// <summary>All of them, as one that is not published yet sees them.</summary>
    public WorkflowLibrary Library => WorkflowLibrary.Of(_versions.Select(each => each.Definition));

    /// <summary>A compiler for one definition.</summary>
    /// <param name="publishedAt">When it was published; null for one that is not yet, which sees all.</param>
    /// <param name="beside">What is about to be published together with it.</param>
    public ProgramCompiler CompilerFor(WorkflowDefinition definition, DateTimeOffset? publishedAt, IReadOnlyCollection<WorkflowDefinition>? beside = null)
    {
        var seen = _versions.Where(each => publishedAt is null || each.PublishedAt <= publishedAt).Select(each => each.Definition).ToList();
        foreach (var other in (beside ?? []).Where(other => other.IsUsableAsActivity && !seen.Exists(each => IsSame(each, other))))
        {
            seen.Add(other);
        }

        // It sees itself as well, so that a workflow within itself is refused already before it is published.
        seen.RemoveAll(each => IsSame(each, definition));
        if (definition.IsUsableAsActivity)
        {
            seen.Add(definition);
        }

        return SopCatalog.Compiler(WorkflowLibrary.Of(seen), time, mode);
    }

    /// <summary>
    /// The instant a version counts as published at: never before what was published earlier, and if others may use it after all of that, so
    /// that when the host starts again each version sees the same ones as on the day it was published.
    /// </summary>
    public DateTimeOffset PublicationInstant(WorkflowDefinition definition, DateTimeOffset now)
    {
        lock (_gate)
        {
            var earliest = definition.IsUsableAsActivity ? _lastPublication.AddMilliseconds(1) : _lastPublication;
            return now > earliest ? now : earliest;
        }
    }

    /// <summary>Takes note of a version that was published, whether or not others may use it.</summary>
    /// <param name="definition">Null if it is known already that others may not.</param>
    public void Add(WorkflowDefinition? definition, DateTimeOffset publishedAt)
    {
        lock (_gate)
        {
            _lastPublication = publishedAt > _lastPublication ? publishedAt : _lastPublication;
            if (definition is { IsUsableAsActivity: true } && !_versions.Exists(each => IsSame(each.Definition, definition)))
            {
                _versions = _versions.Add((definition, publishedAt));
            }
        }
    }

    public void Remove(string definitionId, IReadOnlyList<int> versions)
    {
        lock (_gate)
        {
            _versions = _versions.RemoveAll(each => each.Definition.DefinitionId == definitionId && versions.Contains(each.Definition.Version));
        }
    }

    private static bool IsSame(WorkflowDefinition one, WorkflowDefinition other) => one.DefinitionId == other.DefinitionId && one.Version == other.Version;
}
