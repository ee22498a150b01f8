namespace WorkflowHost.Sop.Figures;

/// <summary>One number of a figure: its value, what was counted, or its base.</summary>
public sealed record FigurePart(string FigureId, string Part)
{
    /// <summary>Null when the text is no figure id with <c>.value</c>, <c>.counted</c> or <c>.base</c>.</summary>
    public static FigurePart? Parse(string? text)
    {
        var dot = text?.LastIndexOf('.') ?? -1;
        return dot > 0 && text![(dot + 1)..] is "value" or "counted" or "base" ? new(text[..dot], text[(dot + 1)..]) : null;
    }

    public decimal? Of(FigureValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Part switch { "value" => value.Value, "counted" => value.Counted, _ => value.Base };
    }
}
