using System.Text.Json.Nodes;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.Triggers;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Instances;

/// <summary>Starts workflows of any kind, under their activation strategy: a plain one as it is, an SOP by opening a case of it.</summary>
internal sealed class InstanceStarter(CaseCommandRunner runner, CaseOpening opening, CaseReader reader, DefinitionStore definitions)
{
    public async Task<CaseRun> StartAsync(InstanceStart start, CancellationToken cancellationToken)
    {
        if (await definitions.ProgramAsync(start.DefinitionId, start.Version, cancellationToken) is not { } program
            || definitions.PublishedProgram(start.DefinitionId) is not { } published)
        {
            return CaseRun.Refused(CaseRefusal.NotFound("definition.not_published", ("definition", start.DefinitionId)));
        }

        // What was replaced had its reason to be; who may move cases between versions may start one on it.
        if (program.Definition.Version != published.Definition.Version && !CaseAccess.Migrates(start.Actor))
        {
            return CaseRun.Refused(CaseRefusal.Forbidden("migration.role_required", ("roles", string.Join(',', CaseAccess.MigrationRoles))));
        }

        if (await runner.ReplayAsync(start.Receipt, cancellationToken) is { } replay)
        {
            return replay;
        }

        if (!start.HasNewId && reader.IdOf(start.InstanceId) is not null && await reader.LoadAsync(start.InstanceId, cancellationToken) is { } started)
        {
            return CaseRun.Unchanged(started);
        }

        var strategy = start.IsAlone && program.ActivationStrategy == ActivationStrategy.Always ? ActivationStrategy.Singleton : program.ActivationStrategy;
        var guard = StartGuard.Of(strategy, start.Origin.CorrelationId, start.Firing);
        return SopProfile.Of(program.Definition) is { } profile
            ? await opening.OpenAsync(program, profile, start.InstanceId, FieldsOf(start), start.Actor, start.Origin, start.Receipt, guard, cancellationToken)
            : await runner.StartAsync(
                program, new StartInstance(start.Actor, start.InstanceId, start.Input, start.Origin, start.Name), start.Receipt, guard, cancellationToken);
    }

    /// <summary>What started an SOP fills its opening form: the input, else the payload of the event or the body of the request.</summary>
    private static JsonObject FieldsOf(InstanceStart start)
    {
        var input = start.Input;
        if (input.ContainsKey(WorkflowDispatched.ParentInput))
        {
            // Who dispatched it is no field of the form; the case knows it from its origin.
            input = (JsonObject)input.DeepClone();
            input.Remove(WorkflowDispatched.ParentInput);
        }

        return input.Count > 0 || start.Origin.TriggerInput is not JsonObject payload
            ? input
            : payload["ParsedContent"] as JsonObject ?? payload;
    }
}
