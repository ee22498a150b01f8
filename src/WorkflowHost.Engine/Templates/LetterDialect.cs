using System.Globalization;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Values;

namespace WorkflowHost.Engine.Templates;

/// <summary>A fact that is not there and one that was left empty are the same to a letter; numbers are written and rounded as people do.</summary>
internal sealed class LetterDialect : LiquidDialect
{
    public override bool IsTrue(JsonNode? value) => !IsBlank(value);

    public override bool IsMissing(JsonNode? value, bool keepsFalse) => keepsFalse && LiquidValues.IsFalse(value) ? false : IsBlank(value);

    public override string Written(decimal number) => number.ToString("0.############################", CultureInfo.InvariantCulture);

    public override decimal Round(decimal number, int digits) => decimal.Round(number, digits, MidpointRounding.AwayFromZero);

    // A gap, as for every value a filter can't work on.
    public override JsonNode? Divided(decimal number, decimal divisor) => divisor == 0 ? null : Quotient(number, divisor);

    public override JsonNode? NoDate(JsonNode? value) => value;

    public override bool AreEqual(JsonNode? left, JsonNode? right) =>
        JsonComparison.AreEqual(left, right)
        || (IsBlank(left) && IsBlank(right) && (left is null or JsonArray || right is null or JsonArray || LiquidValues.IsWord(left) || LiquidValues.IsWord(right)));

    public override bool IsOrdered(JsonNode? left, string @operator, JsonNode? right) => Holds(@operator, JsonComparison.Compare(left, right));

    public override bool Contains(JsonNode? whole, JsonNode? part) => JsonComparison.Contains(whole, part);

    private static bool IsBlank(JsonNode? value) =>
        value is null or JsonArray { Count: 0 } || LiquidValues.IsFalse(value) || LiquidValues.IsWhiteText(value);
}
