using WorkflowHost.Engine.Activities;

namespace WorkflowHost.Engine.Scripting.Plain;

/// <summary>Where one evaluation of a plain script stands.</summary>
/// <param name="Scope">The activity it is evaluated for.</param>
/// <param name="Locals">The values of its own names, by their places.</param>
internal readonly record struct PlainFrame(ActivityContext Scope, PlainValue[] Locals);

/// <summary>A compiled expression. It changes nothing, so it may be given up at any time.</summary>
internal delegate PlainValue PlainStep(in PlainFrame frame);

/// <summary>A compiled statement; true if it returns from the script with the value that is then its result.</summary>
internal delegate bool PlainStatement(in PlainFrame frame, ref PlainValue result);
