using System.Text.Json.Nodes;
using Jint;
using Jint.Native;
using WorkflowHost.Engine.Values;

namespace WorkflowHost.Engine.Scripting;

/// <summary>Values on their way into a script and out of it. Every number is a double there; objects are copied in both directions.</summary>
internal static class ScriptValues
{
    /// <summary>Whether a value comes out of a script as it went in, numbers aside.</summary>
    public static bool IsSameInScript(object? value) => value is null or string or bool or double or int or long or decimal;

    /// <summary>What a script that does nothing but read a value gives.</summary>
    public static object? AsScriptResult(object? value) => value switch
    {
        int number => (double)number,
        long number => (double)number,
        decimal number => (double)number,
        _ => value,
    };

    public static JsValue ToScript(Jint.Engine engine, object? value) => value switch
    {
        null => JsValue.Null,
        string text => new JsString(text),
        bool flag => flag ? JsBoolean.True : JsBoolean.False,
        int number => JsNumber.Create(number),
        long number => JsNumber.Create((double)number),
        double number => JsNumber.Create(number),
        decimal number => JsNumber.Create((double)number),
        DateTime time => new JsDate(engine, time.Kind == DateTimeKind.Unspecified ? DateTime.SpecifyKind(time, DateTimeKind.Utc) : time),
        DateTimeOffset time => new JsDate(engine, time),
        JsonObject node => ToObject(engine, node),
        JsonArray node => ToArray(engine, node),
        JsonValue node => ToScript(engine, JsonValues.Unwrap(node)),
        _ => JsValue.FromObject(engine, value),
    };

    /// <summary>The live value of what a script gave. Functions and symbols, which no case can keep, count as null.</summary>
    /// <exception cref="InvalidOperationException">An object contains itself, or is larger than a case should ever hold.</exception>
    public static object? FromScript(JsValue value) => new ScriptResult().Read(value, 0);

    private static JsObject ToObject(Jint.Engine engine, JsonObject node)
    {
        var result = new JsObject(engine);
        foreach (var (name, member) in node)
        {
            result.FastSetDataProperty(name, ToScript(engine, member));
        }

        return result;
    }

    private static JsArray ToArray(Jint.Engine engine, JsonArray node)
    {
        var elements = new JsValue[node.Count];
        for (var i = 0; i < elements.Length; i++)
        {
            elements[i] = ToScript(engine, node[i]);
        }

        return new JsArray(engine, elements);
    }
}
