using System.Globalization;
using Acornima;
using Jint.Native;
using Jint.Runtime;

namespace WorkflowHost.Engine.Scripting.Plain;

/// <summary>
/// The operators of JavaScript on plain values (ECMA-262 §7.1, §7.2, §13). Whatever would call a method of an object is left unsure.
/// </summary>
internal static class PlainOperators
{
    // What is longer is left to the script engine, which counts the memory that texts take.
    private const int LongestText = 1 << 20;

    private const double LargestExactInteger = 9007199254740992;

    /// <summary>What an operator does, or null if it is none of the plain ones.</summary>
    public static Func<PlainValue, PlainValue, PlainValue>? Find(Operator @operator) => @operator switch
    {
        Operator.Addition => Add,
        Operator.Subtraction => static (a, b) => Numeric(a, b) ?? PlainValue.Of(Number(a) - Number(b)),
        Operator.Multiplication => static (a, b) => Numeric(a, b) ?? PlainValue.Of(Number(a) * Number(b)),
        Operator.Division => static (a, b) => Numeric(a, b) ?? PlainValue.Of(Number(a) / Number(b)),
        Operator.Remainder => static (a, b) => Numeric(a, b) ?? PlainValue.Of(Number(a) % Number(b)),
        Operator.StrictEquality => static (a, b) => AreSame(a, b),
        Operator.StrictInequality => static (a, b) => Not(AreSame(a, b)),
        Operator.Equality => static (a, b) => AreEqual(a, b),
        Operator.Inequality => static (a, b) => Not(AreEqual(a, b)),
        Operator.LessThan => static (a, b) => Compare(a, b, static order => order < 0),
        Operator.LessThanOrEqual => static (a, b) => Compare(a, b, static order => order <= 0),
        Operator.GreaterThan => static (a, b) => Compare(a, b, static order => order > 0),
        Operator.GreaterThanOrEqual => static (a, b) => Compare(a, b, static order => order >= 0),
        _ => null,
    };

    public static bool IsTrue(PlainValue value) => value.Kind switch
    {
        PlainKind.Boolean => value.Boolean,
        PlainKind.Number => value.Number != 0 && !double.IsNaN(value.Number),
        PlainKind.Text => value.Text.Length > 0,
        PlainKind.Object => true,
        _ => false,
    };

    public static PlainValue Not(PlainValue value) => value.IsUnsure ? value : PlainValue.Of(!IsTrue(value));

    public static PlainValue Negate(PlainValue value) => IsPrimitive(value) ? PlainValue.Of(-Number(value)) : PlainValue.Unsure;

    public static PlainValue ToNumber(PlainValue value) => IsPrimitive(value) ? PlainValue.Of(Number(value)) : PlainValue.Unsure;

    public static PlainValue ToText(PlainValue value) => IsPrimitive(value) ? PlainValue.Of(Text(value)) : PlainValue.Unsure;

    public static PlainValue TypeOf(PlainValue value) => value.Kind switch
    {
        PlainKind.Undefined => PlainValue.Of("undefined"),
        PlainKind.Null or PlainKind.Object => PlainValue.Of("object"),
        PlainKind.Boolean => PlainValue.Of("boolean"),
        PlainKind.Number => PlainValue.Of("number"),
        PlainKind.Text => PlainValue.Of("string"),
        _ => PlainValue.Unsure,
    };

    public static bool IsPrimitive(PlainValue value) => value.Kind is > PlainKind.Skipped and < PlainKind.Object;

    /// <summary>The text of a primitive.</summary>
    public static string Text(PlainValue value) => value.Kind switch
    {
        PlainKind.Undefined => "undefined",
        PlainKind.Null => "null",
        PlainKind.Boolean => value.Boolean ? "true" : "false",
        PlainKind.Number => Text(value.Number),
        _ => value.Text,
    };

    public static PlainValue Join(string left, string right) =>
        left.Length + right.Length > LongestText ? PlainValue.Unsure : PlainValue.Of(left + right);

    /// <summary>Strict equality.</summary>
    public static PlainValue AreSame(PlainValue left, PlainValue right)
    {
        if (left.IsUnsure || right.IsUnsure)
        {
            return PlainValue.Unsure;
        }

        if (left.Kind != right.Kind)
        {
            return PlainValue.Of(false);
        }

        return left.Kind switch
        {
            // Which objects are one and the same depends on how they were handed over.
            PlainKind.Object => PlainValue.Unsure,
            PlainKind.Text => PlainValue.Of(left.Text == right.Text),
            PlainKind.Number or PlainKind.Boolean => PlainValue.Of(left.Number == right.Number),
            _ => PlainValue.Of(true),
        };
    }

    private static PlainValue Add(PlainValue left, PlainValue right)
    {
        if (Numeric(left, right) is { } unsure)
        {
            return unsure;
        }

        return left.Kind == PlainKind.Text || right.Kind == PlainKind.Text
            ? Join(Text(left), Text(right))
            : PlainValue.Of(Number(left) + Number(right));
    }

    private static PlainValue AreEqual(PlainValue left, PlainValue right)
    {
        if (left.IsUnsure || right.IsUnsure)
        {
            return PlainValue.Unsure;
        }

        if (left.IsNullish || right.IsNullish)
        {
            return PlainValue.Of(left.IsNullish && right.IsNullish);
        }

        return left.Kind == right.Kind
            ? AreSame(left, right)
            : Numeric(left, right) ?? PlainValue.Of(Number(left) == Number(right));
    }

    private static PlainValue Compare(PlainValue left, PlainValue right, Func<int, bool> holds)
    {
        if (Numeric(left, right) is { } unsure)
        {
            return unsure;
        }

        if (left.Kind == PlainKind.Text && right.Kind == PlainKind.Text)
        {
            return PlainValue.Of(holds(string.CompareOrdinal(left.Text, right.Text)));
        }

        var (a, b) = (Number(left), Number(right));
        return PlainValue.Of(!double.IsNaN(a) && !double.IsNaN(b) && holds(a.CompareTo(b)));
    }

    /// <summary>Unsure unless both are primitives.</summary>
    private static PlainValue? Numeric(PlainValue left, PlainValue right) =>
        IsPrimitive(left) && IsPrimitive(right) ? null : PlainValue.Unsure;

    private static double Number(PlainValue value) => value.Kind switch
    {
        PlainKind.Undefined => double.NaN,
        PlainKind.Text => TypeConverter.ToNumber(new JsString(value.Text)),
        _ => value.Number,
    };

    private static string Text(double number) =>
        number == Math.Truncate(number) && Math.Abs(number) <= LargestExactInteger
            ? ((long)number).ToString(CultureInfo.InvariantCulture)
            : JsNumber.Create(number).ToString();
}
