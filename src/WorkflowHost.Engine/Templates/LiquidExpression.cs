using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Expressions;
using WorkflowHost.Engine.Values;

namespace WorkflowHost.Engine.Templates;

/// <summary>A Liquid text. Sees variables and ambient values by name and under <c>Variables</c>, the workflow's inputs under <c>Input</c>.</summary>
internal sealed class LiquidExpression : Expression
{
    private const string VariablesName = "Variables";
    private const string InputName = "Input";

    private readonly LiquidTemplate _template;

    private LiquidExpression(LiquidTemplate template) => _template = template;

    /// <exception cref="ExpressionSyntaxException">The text is no Liquid, or uses a filter that does not exist.</exception>
    public static LiquidExpression Parse(string source)
    {
        var (template, error) = LiquidTemplate.Parse(source);
        if (template is null)
        {
            throw new ExpressionSyntaxException("The text is no valid Liquid: " + error);
        }

        return template.UnknownFilters.Count == 0
            ? new LiquidExpression(template)
            : throw new ExpressionSyntaxException($"There is no Liquid filter '{template.UnknownFilters[0]}'. Use one of: {string.Join(", ", LiquidTemplate.KnownFilters.Order(StringComparer.Ordinal))}.");
    }

    public override object? Evaluate(ActivityContext scope)
    {
        var facts = new JsonObject();
        foreach (var name in _template.Facts)
        {
            facts[name] = name switch
            {
                VariablesName => Named(_template.MembersOf(VariablesName), member => Variable(scope, member)),
                InputName => Named(_template.MembersOf(InputName), member => JsonValues.Copy(JsonValues.Wrap(scope.GetWorkflowInput(member)))),
                "CorrelationId" => JsonValue.Create(scope.CorrelationId),
                "WorkflowInstanceId" => JsonValue.Create(scope.InstanceId),
                "WorkflowDefinitionId" => JsonValue.Create(scope.Program.DefinitionId),
                "WorkflowDefinitionVersionId" => JsonValue.Create(scope.Program.DefinitionVersionId),
                "WorkflowDefinitionVersion" => JsonValue.Create(scope.Program.Version),
                _ => Variable(scope, name),
            };
        }

        return _template.Render(facts, scope.Now);
    }

    private static JsonNode? Variable(ActivityContext scope, string name) =>
        scope.TryGetVariable(name, out var value) ? JsonValues.Copy(JsonValues.Wrap(value)) : null;

    private static JsonObject Named(IEnumerable<string> members, Func<string, JsonNode?> read)
    {
        var named = new JsonObject();
        foreach (var member in members)
        {
            named[member] = read(member);
        }

        return named;
    }
}
