namespace WorkflowHost.Engine.Templates;

/// <summary>How much one text may become. A text of a workflow is written by its author and filled by customers, so neither may fill the memory.</summary>
internal static class LiquidLimits
{
    // A letter of this many rounds would be a book; loops within loops must still come to an end.
    public const int Rounds = 100_000;

    /// <summary>Of the text as it is written, in characters; as many as a script may have.</summary>
    public const int Source = 100_000;

    // Reading and writing recurse here; a text beyond it would run the host out of its stack.
    public const int Depth = 100;

    /// <summary>What writing one text may cost: pieces of it written, and characters and elements that filters and comparisons go through.</summary>
    public const int Work = 20_000_000;

    /// <summary>Elements of all lists that one text makes; as objects they take some hundred bytes each.</summary>
    public const int Elements = 2_000_000;

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

    /// <exception cref="InvalidOperationException">The text costs too much.</exception>
    public static void CheckWork(long work)
    {
        if (work > Work)
        {
            throw new InvalidOperationException($"Writing a text takes more than {Work} steps; loop over fewer elements, or filter before the loop.");
        }
    }

    /// <exception cref="InvalidOperationException">The text makes too many lists, or too long ones.</exception>
    public static void CheckElements(long elements)
    {
        if (elements > Elements)
        {
            throw new InvalidOperationException($"The lists of a text have more than {Elements} elements together; split or filter less often.");
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
