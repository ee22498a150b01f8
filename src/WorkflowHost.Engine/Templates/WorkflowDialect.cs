using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Values;

namespace WorkflowHost.Engine.Templates;

/// <summary>As in stock Elsa: only what is not there and <c>false</c> are untrue, and the value on the left decides how two are compared.</summary>
internal sealed class WorkflowDialect : LiquidDialect
{
    public override bool IsTrue(JsonNode? value) => value is not null && !LiquidValues.IsFalse(value);

    public override bool IsMissing(JsonNode? value, bool keepsFalse) =>
        value is null or JsonArray { Count: 0 } or JsonObject { Count: 0 }
        || (!keepsFalse && LiquidValues.IsFalse(value))
        || (LiquidValues.IsText(value) && LiquidValues.Text(value).Length == 0);

    public override string Written(decimal number) =>
        number.Scale == 0 ? number.ToString(CultureInfo.InvariantCulture)
        : decimal.IsInteger(number) ? number.ToString("F1", CultureInfo.InvariantCulture)
        : number.ToString("G29", CultureInfo.InvariantCulture);

    public override decimal Round(decimal number, int digits) => decimal.Round(number, digits);

    public override JsonNode? Divided(decimal number, decimal divisor) => Quotient(number, divisor);

    public override JsonNode? NoDate(JsonNode? value) => null;

    public override bool AreEqual(JsonNode? left, JsonNode? right)
    {
        if (LiquidValues.IsWord(left))
        {
            return IsOfWord(left!, right);
        }

        switch (left)
        {
            case null:
                return right is null || ReferenceEquals(right, LiquidValues.Blank);
            case JsonArray list:
                return right is JsonArray other
                    ? list.Count == other.Count && list.Zip(other).All(pair => AreEqual(pair.First, pair.Second))
                    : IsNothing(right) && list.Count == 0;
            case JsonObject members:
                return right is JsonObject others
                    ? members.Count == others.Count && members.All(each => others.TryGetPropertyValue(each.Key, out var other) && AreEqual(each.Value, other))
                    : IsNothing(right) && members.Count == 0;
        }

        if (left.GetValueKind() is JsonValueKind.True or JsonValueKind.False)
        {
            return IsTrue(left) == IsTrue(right);
        }

        return LiquidValues.IsText(left) ? EqualsText(left, right)
            : LiquidValues.Instant(left) is { } instant ? LiquidValues.Instant(right) == instant
            : !IsNothing(right) && LiquidValues.Number(left) == LiquidValues.Number(right);
    }

    public override bool IsOrdered(JsonNode? left, string @operator, JsonNode? right)
    {
        if (left is null || right is null)
        {
            return @operator is ">=" or "<=" && left is null && right is null;
        }

        int? order = LiquidValues.IsText(left) ? string.CompareOrdinal(LiquidValues.Text(left), LiquidValues.Text(right))
            : left.GetValueKind() == JsonValueKind.Number ? LiquidValues.Number(left).CompareTo(LiquidValues.Number(right))
            : LiquidValues.Instant(left) is { } instant && LiquidDates.Read(right, instant) is { } other ? instant.CompareTo(other)
            : null;
        return Holds(@operator, order);
    }

    public override bool Contains(JsonNode? whole, JsonNode? part) => whole switch
    {
        JsonArray list => list.Any(each => AreEqual(each, part)),
        _ => LiquidValues.IsText(whole) && LiquidValues.Text(whole).Contains(LiquidValues.Text(part), StringComparison.Ordinal),
    };

    private static bool IsNothing(JsonNode? value) => value is null || LiquidValues.IsWord(value);

    private static bool EqualsText(JsonNode left, JsonNode? right) =>
        LiquidValues.IsWord(right) ? IsOfWord(right!, left) : LiquidValues.IsText(right) && LiquidValues.Text(left) == LiquidValues.Text(right);

    private static bool IsOfWord(JsonNode word, JsonNode? value) => ReferenceEquals(word, LiquidValues.Blank)
        ? IsNothing(value) || LiquidValues.IsFalse(value) || LiquidValues.IsWhiteText(value)
        : LiquidValues.IsWord(value) || value is JsonArray { Count: 0 } or JsonObject { Count: 0 } || (LiquidValues.IsText(value) && LiquidValues.Text(value).Length == 0);
}
