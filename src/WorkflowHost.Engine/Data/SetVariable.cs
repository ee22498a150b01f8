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

    public static ActivityDescriptor Descriptor { get; } = new(
        "Elsa.SetVariable",
        Categories.Primitives,
        ("Set Variable", "设置变量"),
        ("Assign a value to a workflow variable.", "给流程变量赋值。"))
    {
        Inputs =
        [
            new("Variable", "Variable", ("Variable", "变量"), ("The variable to assign the value to.", "要赋值的变量。")) { UiHint = "variable-picker", IsWrapped = false },
            new("Value", "Object", ("Value", "值"), ("The value to assign.", "所赋的值。")),
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
