using FsCheck;
using FsCheck.Fluent;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Expressions;
using WorkflowHost.Engine.Scripting;

namespace WorkflowHost.Engine.Tests.Scripting;

public sealed class PlainScriptTests
{
    private const int Scripts = 3000;

    [Fact]
    public void PlainScript_AnyScript_GivesWhatTheScriptEngineGives()
    {
        var plain = 0;
        var parsed = 0;
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(Scripts).WithReplay(20260317, 9),
            Prop.ForAll(ScriptTexts.Any.ToArbitrary(), text =>
            {
                if (TryParse(text) is not { } script)
                {
                    return;
                }

                parsed++;
                var isPlain = true;
                var ours = ScriptProbe.Outcome(context => Plain(script, context, ref isPlain));
                if (isPlain)
                {
                    plain++;
                    Assert.Equal($"{text} → {ScriptProbe.Outcome(script.RunInEngine)}", $"{text} → {ours}");
                }
            }));

        // A compiler that gave up on everything would pass too.
        Assert.InRange(parsed, Scripts / 2, Scripts);
        Assert.InRange(plain, Scripts / 8, Scripts);
    }

    [Theory]
    [InlineData("getCount()")]
    [InlineData("'Dear ' + getName() + ', ' + (getAmount() * 2 + 1)")]
    [InlineData("`${getName()}: ${getCount() > 5 ? 'large' : 'small'}`")]
    [InlineData("getCustomer().address?.city === '上海' && !getCustomer().nope")]
    [InlineData("['life', 'health'].includes(getCustomer().name) ? 'a' : null")]
    [InlineData("[getCustomer().name].concat(getCustomer().tags || [])")]
    [InlineData("({ rejections: (getCustomer().rejections || 0) + 1 })")]
    [InlineData("setCount(getCount() + 1)")]
    [InlineData("variables.Count = variables.Count + 1")]
    [InlineData("const n = getCount(); if (n > 5) { return 'many' } return 'few'")]
    public void PlainScript_CommonShape_NeedsNoScriptEngine(string text)
    {
        var isPlain = true;
        var script = JavaScriptExpression.Parse(text);

        var ours = ScriptProbe.Outcome(context => Plain(script, context, ref isPlain));

        Assert.True(isPlain);
        Assert.Equal(ScriptProbe.Outcome(script.RunInEngine), ours);
    }

    private static object? Plain(JavaScriptExpression script, ActivityContext context, ref bool isPlain)
    {
        isPlain = script.TryRunPlain(context, out var result);
        return result;
    }

    private static JavaScriptExpression? TryParse(string text)
    {
        try
        {
            return JavaScriptExpression.Parse(text);
        }
        catch (ExpressionSyntaxException)
        {
            return null;
        }
    }
}
