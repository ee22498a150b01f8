using System.Text.Json;
using System.Text.Json.Nodes;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using WorkflowHost.Engine.Values;

namespace WorkflowHost.Engine.Scripting;

/// <summary>Values on their way into a script and out of it. Every number is a double there; objects are copied in both directions.</summary>
internal static class ScriptValues
{
    private const int DeepestObject = 100;

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
    public static object? FromScript(JsValue value) => FromScript(value, 0);

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

    private static object? FromScript(JsValue value, int depth)
    {
        if (depth > DeepestObject)
        {
            throw new InvalidOperationException("The script returned an object that contains itself or is nested too deeply.");
        }

        switch (value)
        {
            case JsString:
                return value.ToString();
            case JsBoolean:
                return value.AsBoolean();
            case JsNumber:
                return value.AsNumber();
            case JsDate date:
                return double.IsNaN(date.DateValue) ? null : date.ToDateTime();
            case JsArray array:
                return FromArray(array, depth);
            case ObjectInstance instance:
                return FromObject(instance, depth);
            default:
                return value.ToObject() is System.Numerics.BigInteger number ? (double)number : null;
        }
    }

    private static object? FromObject(ObjectInstance instance, int depth)
    {
        if (instance is Jint.Runtime.Interop.ObjectWrapper wrapper)
        {
            return wrapper.Target;
        }

        var clr = instance is Jint.Native.Function.Function ? null : instance.ToObject();
        switch (clr)
        {
            case null:
                return null;
            case byte[] bytes:
                return Convert.ToBase64String(bytes);
            case string or bool or double:
                return clr;
        }

        var result = new JsonObject();
        foreach (var (key, property) in instance.GetOwnProperties())
        {
            if (property.Enumerable && key.IsString())
            {
                result[key.AsString()] = AsMember(instance.Get(key), depth);
            }
        }

        return result;
    }

    private static JsonArray FromArray(JsArray array, int depth)
    {
        var result = new JsonArray();
        for (uint i = 0; i < array.Length; i++)
        {
            result.Add(AsMember(array[i], depth));
        }

        return result;
    }

    // JSON has no number for these; JSON.stringify writes null as well.
    private static JsonNode? AsMember(JsValue value, int depth) => FromScript(value, depth + 1) switch
    {
        double number when !double.IsFinite(number) => null,
        double number => JsonValue.Create(number),
        var member => JsonValues.Wrap(member),
    };
}
