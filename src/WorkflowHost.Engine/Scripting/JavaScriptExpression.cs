using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;
using Acornima;
using Acornima.Ast;
using Jint;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Expressions;
using WorkflowHost.Engine.Scripting.Plain;
using Expression = WorkflowHost.Engine.Expressions.Expression;

namespace WorkflowHost.Engine.Scripting;

/// <summary>
/// A script, parsed once. Each evaluation gets an engine as good as new, so that no global survives and nothing is shared between cases;
/// the engine offers only what the script mentions. Most scripts need none.
/// </summary>
internal sealed partial class JavaScriptExpression : Expression
{
    // Some nestings cost the parser the square of their length: a hundred thousand characters are seconds, a million would be minutes.
    private const int LongestSource = 100_000;

    private static readonly ScriptPreparationOptions Preparation = new()
    {
        CollectReferencedGlobals = true,
        ParsingOptions = ScriptParsingOptions.Default with { AllowReturnOutsideFunction = true },
    };

    // Words through which a script could reach a global without naming it.
    private static readonly string[] DynamicWords = ["eval", "Function", "constructor", "globalThis", "this"];

    private readonly Prepared<Script> _script;
    private readonly PlainScript? _plain;

    private JavaScriptExpression(Prepared<Script> script, string source)
    {
        _script = script;
        GlobalNames = [.. script.ReferencedGlobals!];
        VariableNames = [.. MentionedVariable().Matches(source).Select(each => each.Groups[1].Value).Where(ScriptNames.IsValid).Distinct(StringComparer.Ordinal)];
        IsDynamic = DynamicWords.Any(word => source.Contains(word, StringComparison.Ordinal));
        _plain = PlainScript.Compile(script.Program!, VariableNames);
        MayLeaveTraces = IsDynamic || ScriptTraces.MayLeave(script.Program!, GlobalNames);
    }

    /// <summary>The globals the script names.</summary>
    public IReadOnlyList<string> GlobalNames { get; }

    /// <summary>The names it writes as <c>variables.name</c>; only these does <c>variables</c> hold.</summary>
    public IReadOnlyList<string> VariableNames { get; }

    /// <summary>It may reach globals without naming them, so all are offered.</summary>
    public bool IsDynamic { get; }

    /// <summary>The engine it ran in must not be used again.</summary>
    public bool MayLeaveTraces { get; }

    /// <exception cref="ExpressionSyntaxException">The script does not parse.</exception>
    public static JavaScriptExpression Parse(string source)
    {
        if (source.Length > LongestSource)
        {
            throw new ExpressionSyntaxException(string.Create(
                CultureInfo.InvariantCulture, $"JavaScript of {source.Length} characters is too long; {LongestSource} are allowed."));
        }

        try
        {
            return new JavaScriptExpression(Jint.Engine.PrepareScript(source, options: Preparation), source);
        }
        catch (Exception error) when (error is ScriptPreparationException or ParseErrorException or InsufficientExecutionStackException)
        {
            throw new ExpressionSyntaxException((error as ParseErrorException ?? error.InnerException as ParseErrorException) is { } parse
                ? string.Create(CultureInfo.InvariantCulture, $"JavaScript line {parse.LineNumber}, column {parse.Column + 1}: {parse.Description}")
                : "JavaScript line 1, column 1: the script is nested too deeply; split it into steps with names.");
        }
    }

    public override object? Evaluate(ActivityContext scope) => Run(scope, outcomes: null);

    /// <summary>Runs the script; with a list for outcomes it may also call <c>setOutcome</c> and <c>setOutcomes</c>.</summary>
    public object? Run(ActivityContext scope, List<string>? outcomes) =>
        TryRunPlain(scope, out var result) ? result : new ScriptRun(this, scope, outcomes).Evaluate(_script);

    /// <summary>Runs the script without a script engine; false if it needs one, and then nothing has happened.</summary>
    internal bool TryRunPlain(ActivityContext scope, out object? result)
    {
        result = null;
        return _plain is not null && _plain.TryRun(scope, out result);
    }

    /// <summary>Runs the script in a script engine, whether it needs one or not.</summary>
    internal object? RunInEngine(ActivityContext scope) => new ScriptRun(this, scope, outcomes: null).Evaluate(_script);

    [GeneratedRegex(@"variables\.(\w+)", RegexOptions.CultureInvariant)]
    private static partial Regex MentionedVariable();
}
