namespace WorkflowHost.Engine.Expressions;

/// <summary>A script or template does not parse. Compiling turns it into a fault of the definition, running into an incident.</summary>
public sealed class ExpressionSyntaxException(string message) : Exception(message);
