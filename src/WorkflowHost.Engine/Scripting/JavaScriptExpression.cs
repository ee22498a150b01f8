using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;
using Acornima;
using Acornima.Ast;
using Jint;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Expressions;
using Expression = WorkflowHost.Engine.Expressions.Expression;

namespace WorkflowHost.Engine.Scripting;

/// <summary>
/// A script, parsed once. Each evaluation gets an engine of its own, so that no global survives and nothing is shared between cases;
/// the engine offers only what the script mentions.
/// </summary>
internal sealed partial class JavaScriptExpression : Expression
{
    private static readonly ScriptPreparationOptions Preparation = new()
    {
        CollectReferencedGlobals = true,
        ParsingOptions = ScriptParsingOptions.Default with { AllowReturnOutsideFunction = true },
    };

    // Words through which a script could reach a global without naming it.
    private static readonly string[] DynamicWords = ["eval", "Function", "constructor", "globalThis", "this"];

    private readonly Prepared<Script> _script;
    private readonly string? _plainVariable;

    private JavaScriptExpression(Prepared<Script> script, string source)
    {
        _script = script;
        _plainVariable = PlainVariable(script.Program!);
        GlobalNames = [.. script.ReferencedGlobals!];
        VariableNames = [.. MentionedVariable().Matches(source).Select(each => each.Groups[1].Value).Distinct(StringComparer.Ordinal)];
        IsDynamic = DynamicWords.Any(word => source.Contains(word, StringComparison.Ordinal));
        MayDrawRandom = IsDynamic || source.Contains("Math", StringComparison.Ordinal);
    }

    /// <summary>The globals the script names.</summary>
    public IReadOnlyList<string> GlobalNames { get; }

    /// <summary>The names it writes as <c>variables.name</c>; only these does <c>variables</c> hold.</summary>
    public IReadOnlyList<string> VariableNames { get; }

    /// <summary>It may reach globals without naming them, so all are offered.</summary>
    public bool IsDynamic { get; }

    public bool MayDrawRandom { get; }

    /// <exception cref="ExpressionSyntaxException">The script does not parse.</exception>
    public static JavaScriptExpression Parse(string source)
    {
        try
        {
            return new JavaScriptExpression(Jint.Engine.PrepareScript(source, options: Preparation), source);
        }
        catch (Exception error) when (error.InnerException is ParseErrorException || error is ParseErrorException)
        {
            var parse = error as ParseErrorException ?? (ParseErrorException)error.InnerException!;
            throw new ExpressionSyntaxException(string.Create(
                CultureInfo.InvariantCulture,
                $"JavaScript line {parse.LineNumber}, column {parse.Column + 1}: {parse.Description}"));
        }
    }

    public override object? Evaluate(ActivityContext scope) =>
        _plainVariable is not null && scope.FindVariable(_plainVariable, byPascalName: true) is { } variable && ScriptValues.IsSameInScript(variable.Value)
            ? ScriptValues.AsScriptResult(variable.Value)
            : Run(scope, outcomes: null);

    /// <summary>Runs the script; with a list for outcomes it may also call <c>setOutcome</c> and <c>setOutcomes</c>.</summary>
    public object? Run(ActivityContext scope, List<string>? outcomes) => new ScriptRun(this, scope, outcomes).Evaluate(_script);

    // The commonest script reads one variable; it needs no engine.
    private static string? PlainVariable(Script program)
    {
        if (program.Body.Count != 1)
        {
            return null;
        }

        var expression = program.Body[0] switch
        {
            ExpressionStatement statement => statement.Expression,
            ReturnStatement statement => statement.Argument,
            _ => null,
        };
        return expression is CallExpression { Arguments.Count: 0, Optional: false, Callee: Identifier { Name: ['g', 'e', 't', _, ..] name } } && !ScriptGlobals.IsFunction(name)
            ? name[3..]
            : null;
    }

    [GeneratedRegex(@"\bvariables\s*\??\.\s*([\p{L}_$][\p{L}\p{N}_$]*)", RegexOptions.CultureInvariant)]
    private static partial Regex MentionedVariable();
}
