namespace WorkflowHost.Engine.Definitions;

/// <summary>The codes a <see cref="DefinitionFault"/> may carry. They are part of the contract: screens translate them.</summary>
public static class DefinitionFaultCodes
{
    /// <summary>The text is not JSON.</summary>
    public const string JsonSyntax = "json.syntax";

    /// <summary>A value has another JSON shape than the format asks for.</summary>
    public const string JsonShape = "json.shape";

    /// <summary>The definition lacks its id, definition id or root.</summary>
    public const string DefinitionMissing = "definition.missing";

    /// <summary>An activity has no id or no type.</summary>
    public const string ActivityMissing = "activity.missing";

    /// <summary>Two activities of one definition share an id.</summary>
    public const string ActivityDuplicate = "activity.duplicate";

    /// <summary>An activity's input cannot be understood.</summary>
    public const string InputInvalid = "activity.input.invalid";

    /// <summary>
    /// Warning: a fixed value is none of its input's type. As in Elsa it counts as 0, false or empty, or faults when it is reached;
    /// nobody means that, so an SOP with such a value is not published.
    /// </summary>
    public const string InputType = "activity.input.type";

    /// <summary>A variable has a type that the engine does not know.</summary>
    public const string VariableType = "variable.type.unknown";

    /// <summary>Warning: the initial value of a variable is none of its type; as in Elsa it counts as 0, false or empty.</summary>
    public const string VariableValue = "variable.value";

    /// <summary>A variable is declared without id or name, twice, or with an initial value that is not a text.</summary>
    public const string VariableInvalid = "variable.invalid";

    /// <summary>An expression is written in a language that this engine does not run.</summary>
    public const string ExpressionType = "expression.type.unsupported";

    /// <summary>A script or template does not parse.</summary>
    public const string ExpressionSyntax = "expression.syntax";

    /// <summary>A connection does not name a source or target as it should.</summary>
    public const string ConnectionInvalid = "connection.invalid";

    /// <summary>Warning: a connection names an activity that does not exist; it is set aside.</summary>
    public const string ConnectionDangling = "connection.dangling";

    /// <summary>Warning: no activity of this type is known; the activity faults when it is reached.</summary>
    public const string ActivityUnknown = "activity.type.unknown";

    /// <summary>Warning: the variable has no storage driver, so a wait resets it to its initial value.</summary>
    public const string VariableVolatile = "variable.volatile";

    /// <summary>Definitions used as activities contain each other.</summary>
    public const string WorkflowRecursive = "workflow.recursive";

    /// <summary>An activity uses a workflow of which no version may be used as an activity.</summary>
    public const string WorkflowMissing = "workflow.missing";

    /// <summary>Two workflows give activities of one type, so that designers could not tell them apart.</summary>
    public const string WorkflowName = "workflow.name.taken";

    /// <summary>An activity that may start the workflow has inputs that no trigger can be made of.</summary>
    public const string TriggerInvalid = "trigger.invalid";

    /// <summary>An option of the definition has a value that is not known.</summary>
    public const string OptionInvalid = "option.invalid";

    /// <summary>The definition is larger than the host allows: in bytes, activities, connections or faults.</summary>
    public const string DefinitionSize = "definition.size";

    /// <summary>Warning: a state machine has a state twice, begins in none of its states, or has a transition that is never taken.</summary>
    public const string StateInvalid = "state.invalid";

    /// <summary>Warning: the version of the workflow that an activity names is not there; the highest one runs instead.</summary>
    public const string WorkflowVersion = "workflow.version.missing";
}
