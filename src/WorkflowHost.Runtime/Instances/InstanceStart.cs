using System.Text.Json.Nodes;
using WorkflowHost.Runtime.Idempotency;
using WorkflowHost.Runtime.Triggers;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Instances;

/// <summary>A workflow that is to be started, by whomever.</summary>
/// <param name="InstanceId">Given by the caller: starting the same id again starts nothing.</param>
/// <param name="Input">The workflow's input; of an SOP the values of its opening form.</param>
internal sealed record InstanceStart(Actor Actor, string DefinitionId, string InstanceId, JsonObject Input, InstanceOrigin Origin)
{
    /// <summary>What the instance is to be called.</summary>
    public string? Name { get; init; }

    /// <summary>The version to run; null is the published one.</summary>
    public int? Version { get; init; }

    /// <summary>The id was made for this very start, so nobody need look whether it was carried out before.</summary>
    public bool HasNewId { get; init; }

    public CommandReceipt? Receipt { get; init; }

    public ScheduleFiring? Firing { get; init; }

    /// <summary>Only while no instance of the definition is running, whatever its strategy: the overlap policy of a schedule.</summary>
    public bool IsAlone { get; init; }
}
