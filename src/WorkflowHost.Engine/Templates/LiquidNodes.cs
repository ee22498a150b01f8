using System.Text.Json.Nodes;

namespace WorkflowHost.Engine.Templates;

/// <summary>A parsed piece of a Liquid text.</summary>
internal abstract record LiquidNode;

internal sealed record LiquidText(string Text) : LiquidNode;

internal sealed record LiquidOutput(LiquidPipe Value) : LiquidNode;

internal sealed record LiquidAssign(string Name, LiquidPipe Value) : LiquidNode;

/// <summary>The first branch whose condition holds; a branch without condition is the else.</summary>
internal sealed record LiquidIf(IReadOnlyList<(LiquidCondition? When, IReadOnlyList<LiquidNode> Body)> Branches) : LiquidNode;

internal sealed record LiquidFor(string Item, LiquidOperand List, IReadOnlyList<LiquidNode> Body, IReadOnlyList<LiquidNode> Else) : LiquidNode
{
    public LiquidOperand? Offset { get; init; }

    public LiquidOperand? Limit { get; init; }

    public bool IsReversed { get; init; }
}

/// <summary>Text that goes into a name instead of out.</summary>
internal sealed record LiquidCapture(string Name, IReadOnlyList<LiquidNode> Body) : LiquidNode;

/// <summary>Leaves a loop, or with <see cref="Continues"/> only its round.</summary>
internal sealed record LiquidLeave(bool Continues) : LiquidNode;

/// <summary>A value and the filters it runs through.</summary>
internal sealed record LiquidPipe(LiquidOperand Value, IReadOnlyList<LiquidFilter> Filters);

internal sealed record LiquidFilter(string Name, IReadOnlyList<LiquidOperand> Args, int Offset);

internal abstract record LiquidOperand;

internal sealed record LiquidLiteral(JsonNode? Value) : LiquidOperand;

/// <summary>A fact, and the way into it: member names and indexes.</summary>
internal sealed record LiquidPath(string Root, IReadOnlyList<LiquidOperand> Segments) : LiquidOperand;

/// <summary>The whole numbers from one to another, both included.</summary>
internal sealed record LiquidRange(LiquidOperand From, LiquidOperand To) : LiquidOperand;

internal abstract record LiquidCondition;

internal sealed record LiquidTruth(LiquidOperand Value) : LiquidCondition;

internal sealed record LiquidCompare(LiquidOperand Left, string Operator, LiquidOperand Right) : LiquidCondition;

internal sealed record LiquidBoth(LiquidCondition Left, bool IsAnd, LiquidCondition Right) : LiquidCondition;

internal sealed record LiquidNot(LiquidCondition Negated) : LiquidCondition;
