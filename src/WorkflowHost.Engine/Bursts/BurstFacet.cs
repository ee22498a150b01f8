namespace WorkflowHost.Engine.Bursts;

/// <summary>
/// What a domain hangs onto a burst: working state that its activities change, and read-only values that expressions see.
/// One facet serves one burst.
/// </summary>
public abstract class BurstFacet
{
    /// <summary>The names of the values expressions see.</summary>
    public virtual IReadOnlyCollection<string> Names => [];

    /// <summary>
    /// A value expressions see: <c>Case</c> is <c>getCase()</c>, <c>variables.Case</c> and <c>getVariable('Case')</c> in JavaScript
    /// and <c>{{ Case.x }}</c> and <c>{{ Variables.Case.x }}</c> in Liquid. What a script does to it is not kept.
    /// A variable of the workflow hides it.
    /// </summary>
    public virtual bool TryGetValue(string name, out object? value)
    {
        value = null;
        return false;
    }

    /// <summary>Why a workflow may not be run within this burst (ExecuteWorkflow), in words for its author; null when it may. It runs without the facet.</summary>
    public virtual string? RefusalToExecute(Programs.WorkflowProgram program) => null;
}
