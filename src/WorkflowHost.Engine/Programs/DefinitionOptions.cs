using System.Text.Json.Nodes;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Flowcharts;
using WorkflowHost.Engine.Triggers;

namespace WorkflowHost.Engine.Programs;

/// <summary>What a definition says about how it is run; null where it leaves that to the host.</summary>
internal static class DefinitionOptions
{
    // Elsa writes the strategy as an assembly-qualified type name.
    public static IncidentStrategy? StrategyOf(WorkflowDefinition definition) =>
        definition.Document["options"] is JsonObject options && ProgramBuilder.Text(options, "incidentStrategyType") is { } type
            ? type.Contains("ContinueWithIncidents", StringComparison.Ordinal) ? IncidentStrategy.ContinueWithIncidents : IncidentStrategy.Fault
            : null;

    // Elsa has the property on the run; a definition that carries it asks for it in every run.
    public static FlowchartMode? FlowchartModeOf(WorkflowDefinition definition) =>
        (definition.Document["customProperties"] as JsonObject)?["Flowchart:ExecutionMode"]?.ToString().ToUpperInvariant() switch
        {
            "TOKENBASED" or "1" => FlowchartMode.Tokens,
            "COUNTERBASED" or "2" => FlowchartMode.Counters,
            _ => null,
        };

    /// <summary>When instances may be started; a strategy nobody knows is a fault.</summary>
    public static ActivationStrategy ActivationOf(WorkflowDefinition definition, CompileReport report)
    {
        var name = definition.Document["options"] is JsonObject options ? ProgramBuilder.Text(options, "activationStrategyType") : null;
        if (!ActivationStrategies.TryParse(name, out var strategy))
        {
            report.Fault(
                DefinitionFaultCodes.OptionInvalid,
                "$.options.activationStrategyType",
                $"No activation strategy \"{name}\" is known. Known are AllowAlwaysStrategy, SingletonStrategy, CorrelatedSingletonStrategy and CorrelationStrategy.");
        }

        return strategy;
    }

    // Newer tools write their version; without one Elsa takes a document for an old one.
    public static bool IsOfElsa3(WorkflowDefinition definition) =>
        ProgramBuilder.Text(definition.Document, "toolVersion") is { } tool && System.Version.TryParse(tool, out var version) && version.Major >= 3;
}
