namespace WorkflowHost.Engine.Templates;

/// <summary>A Liquid text that can't be read; caught where the text is checked, and told with its place.</summary>
internal sealed class LiquidSyntaxException(string message, int offset) : FormatException(message)
{
    /// <summary>From 0, in the whole text.</summary>
    public int Offset { get; } = offset;
}
