namespace WorkflowHost.Engine.Templates;

/// <summary>How much one text may become. A text of a workflow is written by its author and filled by customers, so neither may fill the memory.</summary>
internal static class LiquidLimits
{
    // A letter of this many rounds would be a book; loops within loops must still come to an end.
    public const int Rounds = 100_000;

    /// <summary>Of a value on its way through filters, and of the whole text; in characters.</summary>
    public const int TextLength = 1 << 20;

    /// <exception cref="InvalidOperationException">The text is too long.</exception>
    public static void CheckLength(long length)
    {
        if (length > TextLength)
        {
            throw new InvalidOperationException($"A text became longer than {TextLength} characters.");
        }
    }

    /// <exception cref="InvalidOperationException">Too many rounds or elements.</exception>
    public static void CheckRounds(long rounds)
    {
        if (rounds > Rounds)
        {
            throw new InvalidOperationException($"The loops or lists of a text have more than {Rounds} rounds or elements.");
        }
    }
}
