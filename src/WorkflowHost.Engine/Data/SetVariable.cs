using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Programs;

namespace WorkflowHost.Engine.Data;

/// <summary>Assigns a value to a variable, converted to its type.</summary>
public sealed class SetVariable : Activity, Activity.IDescribed
{
    private Input<object> _value = null!;
    private string? _variableId;

    public static ActivityDescriptor Descriptor { get; } = new("Elsa.SetVariable", "Primitives", "Set Variable", "Assign a workflow variable a value.")
    {
        Inputs =
        [
            new InputDescriptor("Variable", "Variable", "Variable", "The variable to assign the value to.") { UiHint = "variable-picker", IsWrapped = false },
            new InputDescriptor("Value", "Object", "Value", "The value to assign.") { UiHint = "multiline" },
        ],
    };

    protected internal override void Bind(ActivityBinder binder)
    {
        _value = binder.Input<object>("value");
        switch (binder.Raw("variable"))
        {
            case null:
                break;
            case JsonObject variable:
                _variableId = ProgramBuilder.Text(variable, "id") ?? ProgramBuilder.Text(variable, "name");
                break;
            default:
                binder.Fault(DefinitionFaultCodes.InputInvalid, "variable", "\"variable\" must be the variable object.");
                break;
        }
    }

    protected internal override void Execute(ActivityContext context)
    {
        if (_variableId is null || context.FindVariableById(_variableId) is not { } variable)
        {
            throw new ActivityFaultException($"Variable '{_variableId}' not found.");
        }

        variable.Assign(context.Get(_value));
        context.Complete();
    }
}
