using System.Text.Json.Nodes;

namespace WorkflowHost.Engine.Templates;

/// <summary>A parsed piece of a Liquid text.</summary>
internal abstract record LiquidNode;

internal sealed record LiquidText(string Text) : LiquidNode;

internal sealed record LiquidOutput(LiquidPipe Value) : LiquidNode;

internal sealed record LiquidAssign(string Name, LiquidPipe Value) : LiquidNode;

/// <summary>The first branch whose condition holds; a branch without condition is the else.</summary>
internal sealed record LiquidIf(IReadOnlyList<(LiquidCondition? When, IReadOnlyList<LiquidNode> Body)> Branches) : LiquidNode;

/// <summary>Every branch that names the value runs; the one without values runs if no other did.</summary>
internal sealed record LiquidCase(LiquidOperand Value, IReadOnlyList<(IReadOnlyList<LiquidOperand> Whens, IReadOnlyList<LiquidNode> Body)> Branches, IReadOnlyList<LiquidNode> Else) : LiquidNode;

internal sealed record LiquidFor(string Item, LiquidOperand List, IReadOnlyList<LiquidNode> Body, IReadOnlyList<LiquidNode> Else) : LiquidNode
{
    public LiquidOperand? Offset { get; init; }

    /// <summary>True if it goes on where the last loop over the same list stopped.</summary>
    public bool IsContinued { get; init; }

    public LiquidOperand? Limit { get; init; }

    public bool IsReversed { get; init; }
}

/// <summary>Text that goes into a name instead of out.</summary>
internal sealed record LiquidCapture(string Name, IReadOnlyList<LiquidNode> Body) : LiquidNode;

/// <summary>Writes its values in turn; tags of one group, or all without a group, share the turn.</summary>
internal sealed record LiquidCycle(LiquidOperand? Group, IReadOnlyList<LiquidOperand> Values) : LiquidNode;

/// <summary>Writes a counter of its own, from 0 up by <see cref="Step"/>; it is no variable.</summary>
internal sealed record LiquidCount(string Name, int Step) : LiquidNode;

/// <summary>Leaves a loop, or with <see cref="Continues"/> only its round.</summary>
internal sealed record LiquidLeave(bool Continues) : LiquidNode;

/// <summary>A value and the filters it runs through.</summary>
internal sealed record LiquidPipe(LiquidOperand Value, IReadOnlyList<LiquidFilter> Filters);

internal sealed record LiquidFilter(string Name, IReadOnlyList<LiquidOperand> Args, IReadOnlyList<(string Name, LiquidOperand Value)> Named);

internal abstract record LiquidOperand;

internal sealed record LiquidLiteral(JsonNode? Value) : LiquidOperand;

/// <summary>A fact, and the way into it: member names and indexes.</summary>
internal sealed record LiquidPath(string Root, IReadOnlyList<LiquidSegment> Segments) : LiquidOperand;

/// <summary>One step of the way: a name after a dot, or a value in brackets.</summary>
internal sealed record LiquidSegment(LiquidOperand Value, bool IsIndex);

/// <summary>The whole numbers from one to another, both included.</summary>
internal sealed record LiquidRange(LiquidOperand From, LiquidOperand To) : LiquidOperand;

/// <summary>A comparison where a value is expected: written it is its left side, asked it is its truth.</summary>
internal sealed record LiquidVerdict(LiquidCondition Condition) : LiquidOperand;

internal abstract record LiquidCondition;

internal sealed record LiquidTruth(LiquidOperand Value) : LiquidCondition;

internal sealed record LiquidCompare(LiquidOperand Left, string Operator, LiquidOperand Right) : LiquidCondition;

internal sealed record LiquidBoth(LiquidCondition Left, bool IsAnd, LiquidCondition Right) : LiquidCondition;

internal sealed record LiquidNot(LiquidCondition Negated) : LiquidCondition;
