using System.Text.Json.Nodes;

namespace WorkflowHost.Engine.Templates;

/// <summary>Where texts of workflows, which follow stock Elsa, and letters, which must read well, take a value differently.</summary>
internal abstract class LiquidDialect
{
    /// <summary>Texts within workflows.</summary>
    public static LiquidDialect Workflows { get; } = new WorkflowDialect();

    /// <summary>Letters and messages to customers.</summary>
    public static LiquidDialect Letters { get; } = new LetterDialect();

    public abstract bool IsTrue(JsonNode? value);

    /// <summary>What the filter <c>default</c> replaces.</summary>
    public abstract bool IsMissing(JsonNode? value, bool keepsFalse);

    /// <summary>A number as it is written into the text.</summary>
    public abstract string Written(decimal number);

    public abstract decimal Round(decimal number, int digits);

    public abstract JsonNode? Divided(decimal number, decimal divisor);

    /// <summary>What becomes of a value that should be a date and is none.</summary>
    public abstract JsonNode? NoDate(JsonNode? value);

    public abstract bool AreEqual(JsonNode? left, JsonNode? right);

    /// <summary>Whether the order of two values is one of those the operator asks for.</summary>
    public abstract bool IsOrdered(JsonNode? left, string @operator, JsonNode? right);

    public abstract bool Contains(JsonNode? whole, JsonNode? part);

    protected static bool Holds(string @operator, int? order) => @operator switch
    {
        ">" => order > 0,
        ">=" => order >= 0,
        "<" => order < 0,
        _ => order <= 0,
    };

    /// <summary>With a whole divisor the result is rounded down to a whole number, as everywhere in Liquid.</summary>
    protected static decimal Quotient(decimal number, decimal divisor) =>
        divisor.Scale == 0 ? decimal.Floor(number / divisor) : number / divisor;
}
