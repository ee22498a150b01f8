namespace WorkflowHost.Engine.Templates;

/// <summary>Gathers what a Liquid text asks its surroundings for; names that it sets itself don't count.</summary>
internal sealed class LiquidUses
{
    /// <summary>Under this name a loop tells where it is.</summary>
    public const string Loop = "forloop";

    /// <summary>Under this name a loop within a loop sees the outer one.</summary>
    public const string OuterLoop = "parentloop";

    private readonly HashSet<string> _own = new(StringComparer.Ordinal) { Loop, OuterLoop };

    public SortedSet<string> Facts { get; } = new(StringComparer.Ordinal);

    /// <summary>The literal first members asked of each fact: <c>Variables</c> to <c>Total</c>.</summary>
    public Dictionary<string, SortedSet<string>> Members { get; } = new(StringComparer.Ordinal);

    public SortedSet<string> Labels { get; } = new(StringComparer.Ordinal);

    public SortedSet<string> Filters { get; } = new(StringComparer.Ordinal);

    public void Visit(IReadOnlyList<LiquidNode> nodes)
    {
        foreach (var node in nodes)
        {
            switch (node)
            {
                case LiquidOutput output:
                    Visit(output.Value);
                    break;
                case LiquidAssign assign:
                    Visit(assign.Value);
                    _own.Add(assign.Name);
                    break;
                case LiquidIf choice:
                    foreach (var (when, body) in choice.Branches)
                    {
                        Visit(when);
                        Visit(body);
                    }
                    break;
                case LiquidCapture capture:
                    Visit(capture.Body);
                    _own.Add(capture.Name);
                    break;
                case LiquidCase choice:
                    Visit(choice);
                    break;
                case LiquidCycle cycle:
                    Visit(cycle.Values);
                    Visit(cycle.Group is null ? [] : [cycle.Group]);
                    break;
                case LiquidFor loop:
                    Visit(loop);
                    break;
                default:
                    break;
            }
        }
    }

    private void Visit(LiquidCase choice)
    {
        Visit(choice.Value);
        foreach (var (whens, body) in choice.Branches)
        {
            Visit(whens);
            Visit(body);
        }

        Visit(choice.Else);
    }

    private void Visit(IReadOnlyList<LiquidOperand> operands)
    {
        foreach (var operand in operands)
        {
            Visit(operand);
        }
    }

    private void Visit(LiquidFor loop)
    {
        Visit(loop.List);
        if (loop.Offset is not null)
        {
            Visit(loop.Offset);
        }
        if (loop.Limit is not null)
        {
            Visit(loop.Limit);
        }
        var isNew = _own.Add(loop.Item);
        Visit(loop.Body);
        if (isNew)
        {
            _own.Remove(loop.Item);
        }
        Visit(loop.Else);
    }

    private void Visit(LiquidPipe pipe)
    {
        Visit(pipe.Value);
        foreach (var filter in pipe.Filters)
        {
            Filters.Add(filter.Name);
            Visit(filter.Args);
            foreach (var (_, arg) in filter.Named)
            {
                Visit(arg);
            }
        }
    }

    private void Visit(LiquidCondition? condition)
    {
        switch (condition)
        {
            case LiquidTruth truth:
                Visit(truth.Value);
                break;
            case LiquidNot not:
                Visit(not.Negated);
                break;
            case LiquidBoth both:
                Visit(both.Left);
                Visit(both.Right);
                break;
            case LiquidCompare compare:
                Visit(compare.Left);
                Visit(compare.Right);
                break;
            default:
                break;
        }
    }

    private void Visit(LiquidOperand operand)
    {
        if (operand is LiquidRange range)
        {
            Visit(range.From);
            Visit(range.To);
        }
        if (operand is LiquidVerdict verdict)
        {
            Visit(verdict.Condition);
        }
        if (operand is not LiquidPath path)
        {
            return;
        }
        foreach (var segment in path.Segments)
        {
            Visit(segment.Value);
        }
        if (path.Root == LiquidTemplate.LabelsName && path.Segments is [{ Value: LiquidLiteral label }, ..])
        {
            Labels.Add(LiquidValues.Text(label.Value));
        }
        else if (!_own.Contains(path.Root))
        {
            Facts.Add(path.Root);
            if (path.Segments is [{ Value: LiquidLiteral member }, ..])
            {
                if (!Members.TryGetValue(path.Root, out var members))
                {
                    Members[path.Root] = members = new SortedSet<string>(StringComparer.Ordinal);
                }

                members.Add(LiquidValues.Text(member.Value));
            }
        }
    }
}
