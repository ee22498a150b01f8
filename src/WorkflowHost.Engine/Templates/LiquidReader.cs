using System.Globalization;
using System.Text.Json.Nodes;

namespace WorkflowHost.Engine.Templates;

/// <summary>Reads what stands between the braces: operands, filters, conditions.</summary>
internal sealed class LiquidReader(LiquidChunk chunk)
{
    private static readonly string[] Operators = ["==", "!=", "<>", ">=", "<=", ">", "<", "contains"];

    private readonly string _text = chunk.Content;
    private int _at;

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
            throw Wrong($"'{_text[_at..].Trim()}' isn't expected here.");
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
        var value = Operand();
        var filters = new List<LiquidFilter>();
        while (Takes("|"))
        {
            SkipSpace();
            var offset = Offset;
            var name = Word();
            if (name.Length == 0)
            {
                throw Wrong("A filter's name is missing after |.");
            }
            var args = new List<LiquidOperand>();
            if (Takes(":"))
            {
                do
                {
                    args.Add(Operand());
                }
                while (Takes(","));
            }
            filters.Add(new LiquidFilter(name, args, offset));
        }
        return new LiquidPipe(value, filters);
    }

    /// <summary>As in Liquid, <c>and</c> and <c>or</c> bind alike and are read from the right.</summary>
    public LiquidCondition Condition()
    {
        var left = Comparison();
        return Takes("and") ? new LiquidBoth(left, true, Condition())
            : Takes("or") ? new LiquidBoth(left, false, Condition())
            : left;
    }

    public LiquidOperand Operand()
    {
        SkipSpace();
        if (_at >= _text.Length)
        {
            throw Wrong("A value is missing.");
        }
        return _text[_at] switch
        {
            '\'' or '"' => new LiquidLiteral(Quoted()),
            '-' or (>= '0' and <= '9') => new LiquidLiteral(Number()),
            '(' => Range(),
            _ => Named(),
        };
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
            case "blank" or "empty":
                return new LiquidLiteral(JsonValue.Create(string.Empty));
            default:
                return new LiquidPath(name, Segments());
        }
    }

    private List<LiquidOperand> Segments()
    {
        var segments = new List<LiquidOperand>();
        // Two dots belong to a range.
        while (_at < _text.Length && _text[_at] is '.' or '[' && !_text.AsSpan(_at).StartsWith("..", StringComparison.Ordinal))
        {
            if (_text[_at++] == '.')
            {
                var member = Word();
                segments.Add(member.Length > 0 ? new LiquidLiteral(JsonValue.Create(member)) : throw Wrong("A name is missing after the dot."));
                continue;
            }
            segments.Add(Operand());
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
        var end = _text.IndexOf(quote, _at);
        if (end < 0)
        {
            throw Wrong("The quoted text is never closed.");
        }
        var text = _text[_at..end];
        _at = end + 1;
        return JsonValue.Create(text);
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
            : throw Wrong($"'{_text[start.._at]}' isn't a number.");
    }

    private void SkipSpace()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }
    }
}
