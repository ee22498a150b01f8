namespace WorkflowHost.Engine.Scripting.Plain;

/// <summary>The names a script declares itself, block by block, each with its place among the locals.</summary>
internal sealed class PlainNames
{
    // They would hide what the compiler takes for granted.
    private static readonly string[] Taken = ["undefined", "NaN", "Infinity", "variables"];

    private readonly Stack<Dictionary<string, int>> _blocks = new([new Dictionary<string, int>(StringComparer.Ordinal)]);

    /// <summary>How many places there are.</summary>
    public int Count { get; private set; }

    public void Enter() => _blocks.Push(new Dictionary<string, int>(StringComparer.Ordinal));

    public void Leave() => _blocks.Pop();

    /// <summary>Gives a name a place; null for a name that may not be declared, or that is declared twice.</summary>
    public int? Declare(string name)
    {
        if (Taken.Contains(name) || PlainFunctions.Find(name) is not null || !_blocks.Peek().TryAdd(name, Count))
        {
            return null;
        }

        return Count++;
    }

    public int? Find(string name)
    {
        foreach (var block in _blocks)
        {
            if (block.TryGetValue(name, out var place))
            {
                return place;
            }
        }

        return null;
    }
}
