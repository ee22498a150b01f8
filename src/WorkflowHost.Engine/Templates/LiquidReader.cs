using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace WorkflowHost.Engine.Templates;

/// <summary>Reads what stands between the braces: operands, filters, conditions.</summary>
internal sealed class LiquidReader(LiquidChunk chunk)
{
    private static readonly string[] Operators = ["==", "!=", "<>", ">=", "<=", ">", "<", "contains", "startswith", "endswith"];

    private const int LongestShown = 60;

    private readonly string _text = chunk.Content;
    private int _at;
    private int _depth;

    public int Offset => chunk.Offset + _at;

    public bool IsAtEnd
    {
        get
        {
            SkipSpace();
            return _at >= _text.Length;
        }
    }

    public LiquidSyntaxException Wrong(string message) => new(message, Offset);

    public void End()
    {
        if (!IsAtEnd)
        {
            throw Wrong($"'{Shown(_text[_at..].Trim())}' isn't expected here.");
        }
    }

    /// <summary>A name such as a tag's or a variable's; empty when something else stands here.</summary>
    public string Word()
    {
        SkipSpace();
        var start = _at;
        while (_at < _text.Length && (char.IsLetterOrDigit(_text[_at]) || _text[_at] == '_' || (_text[_at] == '-' && _at > start)))
        {
            _at++;
        }
        return _text[start.._at];
    }

    public bool Takes(string symbol)
    {
        SkipSpace();
        if (!_text.AsSpan(_at).StartsWith(symbol, StringComparison.Ordinal))
        {
            return false;
        }
        // "in" must not eat the beginning of "index".
        if (char.IsLetter(symbol[0]) && _at + symbol.Length < _text.Length && char.IsLetterOrDigit(_text[_at + symbol.Length]))
        {
            return false;
        }
        _at += symbol.Length;
        return true;
    }

    public LiquidPipe Pipe()
    {
        var condition = Condition();
        var filters = new List<LiquidFilter>();
        while (Takes("|"))
        {
            var name = Word();
            if (name.Length == 0)
            {
                throw Wrong("A filter's name is missing after |.");
            }
            filters.Add(Filter(name));
        }
        return new LiquidPipe(condition is LiquidTruth single ? single.Value : new LiquidVerdict(condition), filters);
    }

    private LiquidFilter Filter(string name)
    {
        var args = new List<LiquidOperand>();
        var named = new List<(string, LiquidOperand)>();
        if (Takes(":"))
        {
            do
            {
                var start = _at;
                if (Word() is { Length: > 0 } argument && Takes(":"))
                {
                    if (named.Exists(each => each.Item1 == argument))
                    {
                        throw Wrong($"The argument '{argument}' of {name} is given twice.");
                    }
                    named.Add((argument, Operand()));
                    continue;
                }
                _at = start;
                args.Add(Operand());
            }
            while (Takes(","));
        }
        return new LiquidFilter(name, args, named);
    }

    /// <summary>As in Liquid, <c>and</c> and <c>or</c> bind alike and are read from the right.</summary>
    public LiquidCondition Condition()
    {
        Deeper();
        var left = Comparison();
        var condition = Takes("and") ? new LiquidBoth(left, true, Condition())
            : Takes("or") ? new LiquidBoth(left, false, Condition())
            : left;
        _depth--;
        return condition;
    }

    public LiquidOperand Operand()
    {
        Deeper();
        SkipSpace();
        if (_at >= _text.Length)
        {
            throw Wrong("A value is missing.");
        }
        LiquidOperand operand = _text[_at] switch
        {
            '\'' or '"' => new LiquidLiteral(Quoted()),
            '-' or (>= '0' and <= '9') => new LiquidLiteral(Number()),
            '(' => Range(),
            _ => Named(),
        };
        _depth--;
        return operand;
    }

    private void Deeper()
    {
        if (++_depth > LiquidLimits.Depth)
        {
            throw Wrong($"More than {LiquidLimits.Depth} values stand within or behind each other here; take it apart with assign.");
        }
    }

    private LiquidCondition Comparison()
    {
        var left = Operand();
        var found = Operators.FirstOrDefault(Takes);
        return found is null ? new LiquidTruth(left) : new LiquidCompare(left, found, Operand());
    }

    private LiquidOperand Named()
    {
        var name = Word();
        switch (name)
        {
            case "":
                throw Wrong($"'{_text[_at]}' can't begin a value.");
            case "true":
                return new LiquidLiteral(JsonValue.Create(true));
            case "false":
                return new LiquidLiteral(JsonValue.Create(false));
            case "nil" or "null":
                return new LiquidLiteral(null);
            case "blank":
                return new LiquidLiteral(LiquidValues.Blank);
            case "empty":
                return new LiquidLiteral(LiquidValues.Empty);
            default:
                return new LiquidPath(name, Segments());
        }
    }

    private List<LiquidSegment> Segments()
    {
        var segments = new List<LiquidSegment>();
        // Two dots belong to a range.
        while (_at < _text.Length && _text[_at] is '.' or '[' && !_text.AsSpan(_at).StartsWith("..", StringComparison.Ordinal))
        {
            if (_text[_at++] == '.')
            {
                var member = Word();
                segments.Add(member.Length > 0 ? new LiquidSegment(new LiquidLiteral(JsonValue.Create(member)), IsIndex: false) : throw Wrong("A name is missing after the dot."));
                continue;
            }
            segments.Add(new LiquidSegment(Operand(), IsIndex: true));
            if (!Takes("]"))
            {
                throw Wrong("] is missing.");
            }
        }
        return segments;
    }

    private LiquidRange Range()
    {
        _at++;
        var from = Operand();
        if (!Takes(".."))
        {
            throw Wrong("A range is written: (1..5).");
        }
        var to = Operand();
        return Takes(")") ? new LiquidRange(from, to) : throw Wrong(") is missing.");
    }

    private JsonValue Quoted()
    {
        var quote = _text[_at++];
        var text = new StringBuilder();
        for (; _at < _text.Length; _at++)
        {
            if (_text[_at] == quote)
            {
                _at++;
                return JsonValue.Create(text.ToString());
            }
            text.Append(_text[_at] == '\\' && _at + 1 < _text.Length ? Escaped() : _text[_at]);
        }
        throw Wrong("The quoted text is never closed.");
    }

    private char Escaped()
    {
        var letter = _text[++_at];
        if (letter == 'u' && ushort.TryParse(_text.AsSpan(_at + 1, Math.Min(4, _text.Length - _at - 1)), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
        {
            _at += 4;
            return (char)code;
        }
        return letter switch
        {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            _ => letter,
        };
    }

    private JsonValue Number()
    {
        var start = _at++;
        while (_at < _text.Length && (char.IsAsciiDigit(_text[_at]) || (_text[_at] == '.' && !_text.AsSpan(_at).StartsWith("..", StringComparison.Ordinal))))
        {
            _at++;
        }
        return decimal.TryParse(_text[start.._at], NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? JsonValue.Create(number)
            : throw Wrong($"'{Shown(_text[start.._at])}' isn't a number.");
    }

    private static string Shown(string text) => text.Length <= LongestShown ? text : text[..LongestShown] + "…";

    private void SkipSpace()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }
    }
}
