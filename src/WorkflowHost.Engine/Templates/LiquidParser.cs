namespace WorkflowHost.Engine.Templates;

/// <summary>Puts the pieces of a Liquid text together: its tags and what they enclose.</summary>
internal sealed class LiquidParser
{
    private const int MaxDepth = 32;

    private readonly List<LiquidChunk> _chunks;
    private int _at;
    private int _depth;

    private LiquidParser(List<LiquidChunk> chunks) => _chunks = chunks;

    /// <exception cref="LiquidSyntaxException">The text isn't Liquid, or more of Liquid than texts need.</exception>
    public static IReadOnlyList<LiquidNode> Parse(string source)
    {
        var parser = new LiquidParser(LiquidChunk.Cut(source));
        var (nodes, end) = parser.Until();
        return end is null ? nodes : throw new LiquidSyntaxException($"{end.Value.Word} has no beginning.", end.Value.Reader.Offset);
    }

    private (List<LiquidNode> Nodes, (string Word, LiquidReader Reader)? End) Until(params ReadOnlySpan<string> ends)
    {
        if (++_depth > MaxDepth)
        {
            throw new LiquidSyntaxException($"Tags are nested deeper than {MaxDepth}.", _chunks[Math.Min(_at, _chunks.Count - 1)].Offset);
        }
        var nodes = new List<LiquidNode>();
        while (_at < _chunks.Count)
        {
            var chunk = _chunks[_at++];
            if (chunk.Kind == LiquidChunkKind.Text)
            {
                nodes.Add(new LiquidText(chunk.Content));
                continue;
            }
            var reader = new LiquidReader(chunk);
            if (chunk.Kind == LiquidChunkKind.Output)
            {
                nodes.Add(new LiquidOutput(reader.Pipe()));
                reader.End();
                continue;
            }
            if (reader.Takes("#"))
            {
                continue;
            }
            var word = reader.Word();
            if (ends.Contains(word) || word.StartsWith("end", StringComparison.Ordinal) || word is "else" or "elsif" or "when")
            {
                _depth--;
                return ends.Contains(word) ? (nodes, (word, reader)) : throw new LiquidSyntaxException($"{word} isn't expected here.", chunk.Offset);
            }
            nodes.Add(Tag(word, reader, chunk));
        }
        _depth--;
        return ends.Length == 0 ? (nodes, null) : throw new LiquidSyntaxException($"{ends[^1]} is missing.", _chunks.Count == 0 ? 0 : _chunks[^1].Offset);
    }

    private LiquidNode Tag(string word, LiquidReader reader, LiquidChunk chunk) => word switch
    {
        "if" => If(reader, "endif", isNegated: false),
        "unless" => If(reader, "endunless", isNegated: true),
        "case" => Case(reader, chunk),
        "for" => For(reader),
        "assign" => Assign(reader),
        "capture" => Capture(reader),
        "cycle" => Ended(reader, Cycle(reader)),
        "increment" => Ended(reader, new LiquidCount(reader.Word(), 1)),
        "decrement" => Ended(reader, new LiquidCount(reader.Word(), -1)),
        "echo" => Ended(reader, new LiquidOutput(reader.Pipe())),
        "break" => Ended(reader, new LiquidLeave(Continues: false)),
        "continue" => Ended(reader, new LiquidLeave(Continues: true)),
        _ => throw new LiquidSyntaxException($"The tag {word} isn't known; known are if, unless, case, for, break, continue, cycle, assign, capture, increment, decrement, echo, liquid, comment and raw.", chunk.Offset),
    };

    private LiquidIf If(LiquidReader reader, string end, bool isNegated)
    {
        var branches = new List<(LiquidCondition?, IReadOnlyList<LiquidNode>)>();
        LiquidCondition? when = isNegated ? new LiquidNot(reader.Condition()) : reader.Condition();
        reader.End();
        while (true)
        {
            var (body, stopped) = Until("elsif", "else", end);
            branches.Add((when, body));
            var (word, next) = stopped!.Value;
            if (word == end)
            {
                return new LiquidIf(branches);
            }
            when = word == "elsif" && branches[^1].Item1 is not null ? next.Condition()
                : branches[^1].Item1 is not null ? null
                : throw next.Wrong("Nothing but the end may follow else.");
            next.End();
        }
    }

    private LiquidCase Case(LiquidReader reader, LiquidChunk chunk)
    {
        var value = reader.Operand();
        reader.End();
        var (_, stopped) = Until("when", "else", "endcase");
        var branches = new List<(IReadOnlyList<LiquidOperand>, IReadOnlyList<LiquidNode>)>();
        List<LiquidNode> otherwise = [];
        while (stopped!.Value.Word != "endcase")
        {
            var (word, next) = stopped.Value;
            var whens = word == "when" ? AnyOf(next) : [];
            next.End();
            (var body, stopped) = word == "when" ? Until("when", "else", "endcase") : Until("endcase");
            if (word == "when")
            {
                branches.Add((whens, body));
            }
            else
            {
                otherwise = body;
            }
        }
        return branches.Count > 0 || otherwise.Count > 0 ? new LiquidCase(value, branches, otherwise) : throw new LiquidSyntaxException("A case needs a when.", chunk.Offset);
    }

    private static List<LiquidOperand> AnyOf(LiquidReader reader)
    {
        var values = new List<LiquidOperand> { reader.Operand() };
        while (reader.Takes(",") || reader.Takes("or"))
        {
            values.Add(reader.Operand());
        }
        return values;
    }

    private static LiquidCycle Cycle(LiquidReader reader)
    {
        LiquidOperand? group = null;
        var first = reader.Operand();
        if (reader.Takes(":"))
        {
            group = first;
            first = reader.Operand();
        }
        var values = new List<LiquidOperand> { first };
        while (reader.Takes(","))
        {
            values.Add(reader.Operand());
        }
        return new LiquidCycle(group, values);
    }

    private LiquidFor For(LiquidReader reader)
    {
        var item = reader.Word();
        if (item.Length == 0 || !reader.Takes("in"))
        {
            throw reader.Wrong("A loop is written: for item in list.");
        }
        var list = reader.Operand();
        var (offset, limit, isReversed) = LoopOptions(reader);
        var (body, stopped) = Until("else", "endfor");
        var otherwise = stopped!.Value.Word == "else" ? Until("endfor").Nodes : [];
        var isContinued = offset is LiquidPath { Root: "continue", Segments: [] };
        return new LiquidFor(item, list, body, otherwise) { Offset = isContinued ? null : offset, IsContinued = isContinued, Limit = limit, IsReversed = isReversed };
    }

    private static (LiquidOperand? Offset, LiquidOperand? Limit, bool IsReversed) LoopOptions(LiquidReader reader)
    {
        LiquidOperand? offset = null;
        LiquidOperand? limit = null;
        var isReversed = false;
        while (!reader.IsAtEnd)
        {
            if (reader.Takes("reversed"))
            {
                isReversed = true;
            }
            else if (reader.Takes("limit:"))
            {
                limit = reader.Operand();
            }
            else if (reader.Takes("offset:"))
            {
                offset = reader.Operand();
            }
            else
            {
                reader.End();
            }
        }
        return (offset, limit, isReversed);
    }

    private LiquidCapture Capture(LiquidReader reader)
    {
        var name = reader.Word();
        if (name.Length == 0)
        {
            throw reader.Wrong("A capture is written: capture name.");
        }
        reader.End();
        return new LiquidCapture(name, Until("endcapture").Nodes);
    }

    private static T Ended<T>(LiquidReader reader, T node)
        where T : LiquidNode
    {
        reader.End();
        return node;
    }

    private static LiquidAssign Assign(LiquidReader reader)
    {
        var name = reader.Word();
        if (name.Length == 0 || !reader.Takes("="))
        {
            throw reader.Wrong("An assignment is written: assign name = value.");
        }
        var assign = new LiquidAssign(name, reader.Pipe());
        reader.End();
        return assign;
    }
}
