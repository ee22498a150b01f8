using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Expressions;
using WorkflowHost.Engine.Values;

namespace WorkflowHost.Engine.Templates;

/// <summary>
/// A Liquid text of a workflow. As in Elsa it sees variables under <c>Variables</c>, the workflow's inputs under <c>Input</c> and who it
/// is; besides, by their names, the ambient values of the case. A text of nothing but white space has no value.
/// </summary>
internal sealed class LiquidExpression : Expression
{
    private readonly LiquidTemplate? _template;

    private LiquidExpression(LiquidTemplate? template) => _template = template;

    /// <summary>Filters nobody knows; a value passes them unchanged.</summary>
    public IReadOnlyList<string> UnknownFilters => _template?.UnknownFilters ?? [];

    /// <exception cref="ExpressionSyntaxException">The text is no Liquid.</exception>
    public static LiquidExpression Parse(string source)
    {
        if (string.IsNullOrWhiteSpace(source))
        {
            return new LiquidExpression(null);
        }

        var (template, error) = LiquidTemplate.Parse(source);
        return template is null ? throw new ExpressionSyntaxException("The text is no valid Liquid: " + error) : new LiquidExpression(template);
    }

    public override object? Evaluate(ActivityContext scope) => _template?.Render(new ScopeFacts(scope), LiquidDialect.Workflows, scope.Now);

    private sealed class ScopeFacts(ActivityContext scope) : LiquidFacts
    {
        public override JsonNode? Named(string name) => name switch
        {
            "CorrelationId" => JsonValue.Create(scope.CorrelationId),
            "WorkflowInstanceId" => JsonValue.Create(scope.InstanceId),
            "WorkflowDefinitionId" => JsonValue.Create(scope.Program.DefinitionId),
            "WorkflowDefinitionVersionId" => JsonValue.Create(scope.Program.DefinitionVersionId),
            "WorkflowDefinitionVersion" => JsonValue.Create(scope.Program.Version),
            _ => scope.FindVariable(name) is null && scope.TryGetVariable(name, out var ambient) ? Wrapped(ambient) : null,
        };

        public override bool TryMember(string name, string member, out JsonNode? value)
        {
            value = name switch
            {
                "Variables" => scope.TryGetVariable(member, out var variable) ? Wrapped(variable) : null,
                "Input" => Wrapped(scope.GetWorkflowInput(member)),
                _ => null,
            };
            return name is "Variables" or "Input";
        }

        private static JsonNode? Wrapped(object? value) => value switch
        {
            DateTimeOffset instant => LiquidDates.InChina(instant),
            DateTime instant => LiquidDates.InChina(new DateTimeOffset(DateTime.SpecifyKind(instant, DateTimeKind.Utc))),
            _ => JsonValues.Wrap(value),
        };
    }
}
