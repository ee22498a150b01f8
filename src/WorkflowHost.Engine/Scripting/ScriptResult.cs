using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using WorkflowHost.Engine.Values;

namespace WorkflowHost.Engine.Scripting;

/// <summary>
/// Copies one value out of a script. The copy is bounded, since a few lines can build an object that holds itself, or that shares its parts
/// so often that written out it would fill the memory.
/// </summary>
internal sealed class ScriptResult
{
    private const int Deepest = 100;
    private const int MostValues = 500_000;

    private int _values;

    public object? Read(JsValue value, int depth)
    {
        if (depth > Deepest || ++_values > MostValues)
        {
            throw new InvalidOperationException($"The script gave an object that contains itself, is nested deeper than {Deepest} or has more than {MostValues} values.");
        }

        return value switch
        {
            JsString => value.ToString(),
            JsBoolean => value.AsBoolean(),
            JsNumber => value.AsNumber(),
            JsDate date => date.ToDateTime(),
            JsArray array => ReadArray(array, depth),
            JsObject plain => ReadMembers(plain, depth),
            Jint.Native.Function.Function => null,
            Jint.Runtime.Interop.ObjectWrapper wrapper => wrapper.Target is byte[] bytes ? Convert.ToBase64String(bytes) : wrapper.Target,
            ObjectInstance other => ReadOther(other, depth),
            _ => value.ToObject() is System.Numerics.BigInteger number ? (double)number : null,
        };
    }

    // Boxed scalars and arrays of numbers have a .NET value of their own, errors and patterns a text; anything else is its enumerable members.
    private object? ReadOther(ObjectInstance instance, int depth)
    {
        if (instance is JsError)
        {
            return instance.ToString();
        }

        return instance.ToObject() switch
        {
            byte[] bytes => Convert.ToBase64String(bytes),
            Array numbers => ReadNumbers(numbers),
            Regex pattern => pattern.ToString(),
            string or bool or double => instance.ToObject(),
            _ => ReadMembers(instance, depth),
        };
    }

    private JsonArray ReadNumbers(Array numbers)
    {
        _values += numbers.Length;
        return _values > MostValues
            ? throw new InvalidOperationException($"The script gave more than {MostValues} values.")
            : [.. numbers.Cast<object>().Select(each => JsonValue.Create(Convert.ToDouble(each, CultureInfo.InvariantCulture)))];
    }

    private JsonObject ReadMembers(ObjectInstance instance, int depth)
    {
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

    private JsonArray ReadArray(JsArray array, int depth)
    {
        var result = new JsonArray();
        for (uint i = 0; i < array.Length; i++)
        {
            result.Add(AsMember(array[i], depth));
        }

        return result;
    }

    // JSON has no number for these; JSON.stringify writes null as well.
    private JsonNode? AsMember(JsValue value, int depth) => Read(value, depth + 1) switch
    {
        double number when !double.IsFinite(number) => null,
        double number => JsonValue.Create(number),
        var member => JsonValues.Wrap(member),
    };
}
