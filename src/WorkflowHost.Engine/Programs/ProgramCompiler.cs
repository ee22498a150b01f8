using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Composition;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Engine.Programs;

/// <summary>What compiling gave: a program, or every fault at once. Warnings never prevent a program.</summary>
public sealed record Compilation(WorkflowProgram? Program, IReadOnlyList<DefinitionFault> Faults)
{
    /// <summary>What deserves the author's eye though it runs, e.g. a connection to nowhere or an unknown activity type.</summary>
    public IReadOnlyList<DefinitionFault> Warnings { get; init; } = [];
}

/// <summary>Compiles definitions. Thread-safe.</summary>
/// <param name="catalog">The activity types it knows.</param>
public sealed class ProgramCompiler(ActivityCatalog catalog)
{
    /// <summary>Names of the read-only values a <see cref="Bursts.BurstFacet"/> will offer, e.g. <c>Case</c>. A variable of such a name is warned of.</summary>
    public IReadOnlyCollection<string> AmbientNames { get; init; } = [];

    /// <summary>The workflows that others use as activities, in all versions that any definition names.</summary>
    public WorkflowLibrary Workflows { get; init; } = WorkflowLibrary.Empty;

    /// <summary>What a fault does where a definition does not choose a strategy.</summary>
    public Bursts.IncidentStrategy DefaultIncidentStrategy { get; init; }

    /// <summary>The same, where it depends on what kind of definition it is; null takes <see cref="DefaultIncidentStrategy"/> for all.</summary>
    public Func<WorkflowDefinition, Bursts.IncidentStrategy>? IncidentStrategyOf { get; init; }

    /// <summary>How flowcharts run where a definition does not say.</summary>
    public Flowcharts.FlowchartMode DefaultFlowchartMode { get; init; }

    /// <summary>
    /// The clock for scripts that say what a trigger waits for, such as "tomorrow at nine"; nothing else of a program depends on it.
    /// Null: they see 1970-01-01.
    /// </summary>
    public TimeProvider? Time { get; init; }

    /// <summary>How large a definition may be.</summary>
    public DefinitionLimits Limits { get; init; } = DefinitionLimits.Default;

    public ActivityCatalog Catalog { get; } = catalog;

    public Compilation Compile(WorkflowDefinition definition)
    {
        var report = new CompileReport(definition, Limits);
        var program = new ProgramBuilder(this, definition, report).Build();
        return new Compilation(program, report.Faults) { Warnings = report.Warnings };
    }
}
