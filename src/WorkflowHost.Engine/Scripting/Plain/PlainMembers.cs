using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace WorkflowHost.Engine.Scripting.Plain;

/// <summary>A method of texts or arrays: what it is called on, and its arguments.</summary>
internal delegate PlainValue PlainMethod(PlainValue target, PlainValue[] arguments);

/// <summary>Members of objects, arrays and texts, and the few methods that need no script engine.</summary>
internal static class PlainMembers
{
    private const int LongestArray = 10_000;

    // Every object inherits these; a member of such a name that the object does not have itself is a function.
    private static readonly FrozenSet<string> Inherited = FrozenSet.Create(
        StringComparer.Ordinal,
        "constructor", "hasOwnProperty", "isPrototypeOf", "propertyIsEnumerable", "toLocaleString", "toString", "valueOf",
        "__proto__", "__defineGetter__", "__defineSetter__", "__lookupGetter__", "__lookupSetter__");

    private static readonly FrozenDictionary<string, PlainMethod> Methods = new Dictionary<string, PlainMethod>
    {
        ["includes"] = Includes,
        ["indexOf"] = IndexOf,
        ["startsWith"] = static (target, arguments) => OfTexts(target, arguments, static (text, part) => PlainValue.Of(text.StartsWith(part, StringComparison.Ordinal))),
        ["endsWith"] = static (target, arguments) => OfTexts(target, arguments, static (text, part) => PlainValue.Of(text.EndsWith(part, StringComparison.Ordinal))),
        ["toUpperCase"] = static (target, arguments) => OfAscii(target, arguments, static text => text.ToUpperInvariant()),
        ["toLowerCase"] = static (target, arguments) => OfAscii(target, arguments, static text => text.ToLowerInvariant()),
        ["trim"] = static (target, arguments) => OfAscii(target, arguments, static text => text.Trim()),
        ["concat"] = Concat,
        ["join"] = Join,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Whether every object has a member of this name without being given it.</summary>
    public static bool IsInherited(string name) => Inherited.Contains(name);

    public static PlainMethod? FindMethod(string name) => Methods.GetValueOrDefault(name);

    public static PlainValue Get(PlainValue target, string name)
    {
        if (target.Kind == PlainKind.Text)
        {
            return name == "length" ? PlainValue.Of((double)target.Text.Length) : PlainValue.Unsure;
        }

        if (target.Kind != PlainKind.Object)
        {
            return PlainValue.Unsure;
        }

        switch (target.Object)
        {
            case JsonObject members:
                return members.TryGetPropertyValue(name, out var member) ? PlainValue.Of(member) : Absent(name);
            case PlainObject written:
                var place = Array.IndexOf(written.Names, name);
                return place >= 0 ? written.Values[place] : Absent(name);
            default:
                return name == "length" ? PlainValue.Of((double)Length(target)) : PlainValue.Unsure;
        }
    }

    /// <summary>An element of an array or a character of a text.</summary>
    public static PlainValue At(PlainValue target, int index)
    {
        if (target.Kind == PlainKind.Text)
        {
            return index < target.Text.Length ? PlainValue.Of(target.Text[index].ToString()) : PlainValue.Undefined;
        }

        if (Length(target) is not (>= 0 and var length))
        {
            return PlainValue.Unsure;
        }

        return index < length ? Element(target, index) : PlainValue.Undefined;
    }

    /// <summary>The number of elements of an array; -1 if it is none.</summary>
    private static int Length(PlainValue target) => target.Kind != PlainKind.Object
        ? -1
        : target.Object switch
        {
            JsonArray elements => elements.Count,
            PlainValue[] written => written.Length,
            _ => -1,
        };

    private static PlainValue Element(PlainValue array, int index) =>
        array.Object is JsonArray elements ? PlainValue.Of(elements[index]) : ((PlainValue[])array.Object)[index];

    private static PlainValue Absent(string name) => Inherited.Contains(name) ? PlainValue.Unsure : PlainValue.Undefined;

    private static PlainValue Includes(PlainValue target, PlainValue[] arguments) => target.Kind == PlainKind.Text
        ? OfTexts(target, arguments, static (text, part) => PlainValue.Of(text.Contains(part, StringComparison.Ordinal)))
        : Find(target, arguments, PlainValue.Of(false), static _ => PlainValue.Of(true), isNaNFound: true);

    private static PlainValue IndexOf(PlainValue target, PlainValue[] arguments) => target.Kind == PlainKind.Text
        ? OfTexts(target, arguments, static (text, part) => PlainValue.Of((double)text.IndexOf(part, StringComparison.Ordinal)))
        : Find(target, arguments, PlainValue.Of(-1d), static index => PlainValue.Of((double)index), isNaNFound: false);

    private static PlainValue Find(PlainValue target, PlainValue[] arguments, PlainValue absent, Func<int, PlainValue> found, bool isNaNFound)
    {
        if (Length(target) is not (>= 0 and <= LongestArray and var length) || arguments is not [var sought] || !PlainOperators.IsPrimitive(sought))
        {
            return PlainValue.Unsure;
        }

        var isNaN = sought.Kind == PlainKind.Number && double.IsNaN(sought.Number);
        for (var i = 0; i < length; i++)
        {
            var element = Element(target, i);
            var isSame = isNaN
                ? PlainValue.Of(isNaNFound && element.Kind == PlainKind.Number && double.IsNaN(element.Number))
                : PlainOperators.AreSame(element, sought);
            if (isSame.IsUnsure || isSame.Boolean)
            {
                return isSame.IsUnsure ? isSame : found(i);
            }
        }

        return absent;
    }

    private static PlainValue Concat(PlainValue target, PlainValue[] arguments)
    {
        if (Length(target) < 0)
        {
            return PlainValue.Unsure;
        }

        var elements = new List<PlainValue>();
        foreach (var part in arguments.Prepend(target))
        {
            var length = Length(part);
            if (part.IsUnsure || elements.Count + length > LongestArray)
            {
                return PlainValue.Unsure;
            }

            for (var i = 0; i < length; i++)
            {
                elements.Add(Element(part, i));
            }

            if (length < 0)
            {
                elements.Add(part);
            }
        }

        return PlainValue.Of([.. elements]);
    }

    private static PlainValue Join(PlainValue target, PlainValue[] arguments)
    {
        if (Length(target) is not (>= 0 and <= LongestArray and var length) || arguments is not ([] or [{ Kind: PlainKind.Text }]))
        {
            return PlainValue.Unsure;
        }

        var text = new StringBuilder();
        for (var i = 0; i < length; i++)
        {
            var element = Element(target, i);
            if (!PlainOperators.IsPrimitive(element))
            {
                return PlainValue.Unsure;
            }

            text.Append(i == 0 ? "" : arguments is [var separator] ? separator.Text : ",");
            text.Append(element.IsNullish ? "" : PlainOperators.Text(element));
        }

        return PlainOperators.Join(text.ToString(), "");
    }

    private static PlainValue OfTexts(PlainValue target, PlainValue[] arguments, Func<string, string, PlainValue> result) =>
        target.Kind == PlainKind.Text && arguments is [var part] && PlainOperators.IsPrimitive(part)
            ? result(target.Text, PlainOperators.Text(part))
            : PlainValue.Unsure;

    // Beyond ASCII the rules of JavaScript and of .NET for letters and blanks are not the same.
    private static PlainValue OfAscii(PlainValue target, PlainValue[] arguments, Func<string, string> result) =>
        target.Kind == PlainKind.Text && arguments.Length == 0 && Ascii.IsValid(target.Text)
            ? PlainValue.Of(result(target.Text))
            : PlainValue.Unsure;
}
