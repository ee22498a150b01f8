namespace WorkflowHost.Engine.Templates;

internal enum LiquidChunkKind
{
    Text,

    /// <summary><c>{{ … }}</c></summary>
    Output,

    /// <summary><c>{% … %}</c></summary>
    Tag,
}

/// <summary>A piece of a Liquid text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Content">The text, or what stands between the braces.</param>
/// <param name="Offset">Where the content begins.</param>
internal readonly record struct LiquidChunk(LiquidChunkKind Kind, string Content, int Offset)
{
    private const string CommentEnd = "endcomment";
    private const string RawEnd = "endraw";
    private const string LinesTag = "liquid";

    /// <summary>Cuts a text into pieces; hyphens inside the braces (<c>{%- -%}</c>) take the white space beside them away.</summary>
    /// <exception cref="LiquidSyntaxException">A brace is never closed.</exception>
    public static List<LiquidChunk> Cut(string source)
    {
        var chunks = new List<LiquidChunk>();
        var trimsNext = false;
        for (var at = 0; at < source.Length;)
        {
            var open = NextOpening(source, at);
            var text = source[at..(open < 0 ? source.Length : open)];
            var trimsBefore = open >= 0 && open + 2 < source.Length && source[open + 2] == '-';
            text = trimsNext ? text.TrimStart() : text;
            text = trimsBefore ? text.TrimEnd() : text;
            if (text.Length > 0)
            {
                chunks.Add(new LiquidChunk(LiquidChunkKind.Text, text, at));
            }
            if (open < 0)
            {
                break;
            }
            (at, trimsNext) = CutBraces(source, open, trimsBefore, chunks);
        }
        return chunks;
    }

    private static (int Next, bool TrimsNext) CutBraces(string source, int open, bool trimsBefore, List<LiquidChunk> chunks)
    {
        var isTag = source[open + 1] == '%';
        var close = source.IndexOf(isTag ? "%}" : "}}", open + 2, StringComparison.Ordinal);
        if (close < 0)
        {
            throw new LiquidSyntaxException(isTag ? "{% is never closed with %}." : "{{ is never closed with }}.", open);
        }
        var start = open + 2 + (trimsBefore ? 1 : 0);
        var trimsNext = close > start && source[close - 1] == '-';
        var content = source[start..(trimsNext ? close - 1 : close)];
        var next = close + 2;
        switch (isTag ? content.Trim() : string.Empty)
        {
            case "comment":
                var (_, end) = SkipTo(source, next, CommentEnd, open);
                return (end, source[end - 3] == '-');
            case "raw":
                var (from, after) = SkipTo(source, next, RawEnd, open);
                chunks.Add(new LiquidChunk(LiquidChunkKind.Text, source[next..from], next));
                return (after, source[after - 3] == '-');
            case ['l', 'i', 'q', 'u', 'i', 'd', var space, ..] when char.IsWhiteSpace(space):
                AddLines(content, start, chunks);
                return (next, trimsNext);
            default:
                chunks.Add(new LiquidChunk(isTag ? LiquidChunkKind.Tag : LiquidChunkKind.Output, content, start));
                return (next, trimsNext);
        }
    }

    /// <summary>The lines of a <c>liquid</c> tag: each is a tag.</summary>
    private static void AddLines(string content, int start, List<LiquidChunk> chunks)
    {
        var at = content.IndexOf(LinesTag, StringComparison.Ordinal) + LinesTag.Length;
        var isComment = false;
        foreach (var line in content[at..].Split('\n'))
        {
            var word = line.Trim();
            isComment = word == "comment" || (isComment && word != CommentEnd);
            if (word.Length > 0 && !isComment && word != CommentEnd)
            {
                chunks.Add(new LiquidChunk(LiquidChunkKind.Tag, line, start + at));
            }
            at += line.Length + 1;
        }
    }

    private static (int From, int After) SkipTo(string source, int at, string end, int opened)
    {
        var close = -1;
        for (var open = source.IndexOf("{%", at, StringComparison.Ordinal); open >= 0; open = source.IndexOf("{%", open + 2, StringComparison.Ordinal))
        {
            // One closing serves every opening before it; sought anew for each, a text of openings would take the square of its length.
            close = close < open + 2 ? source.IndexOf("%}", open + 2, StringComparison.Ordinal) : close;
            if (close < 0)
            {
                break;
            }
            if (source.AsSpan(open + 2, close - open - 2).Trim(" -").SequenceEqual(end))
            {
                return (open, close + 2);
            }
        }
        throw new LiquidSyntaxException($"{end} is missing.", opened);
    }

    private static int NextOpening(string source, int at)
    {
        for (var open = source.IndexOf('{', at); open >= 0 && open + 1 < source.Length; open = source.IndexOf('{', open + 1))
        {
            if (source[open + 1] is '{' or '%')
            {
                return open;
            }
        }
        return -1;
    }
}
