using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;

namespace WorkflowHost.Engine.StateMachines;

/// <summary>A way from one state to another.</summary>
/// <param name="From">The name of the state it leaves.</param>
/// <param name="To">The name of the state it enters.</param>
/// <param name="Trigger">What has to complete for it; null if it can never be taken.</param>
/// <param name="Condition">What must hold then; null if nothing. Asked each time its trigger completes.</param>
/// <param name="Action">What runs before the state is left; null for nothing.</param>
internal sealed record MachineTransition(string From, string To, ProgramNode? Trigger, Input<bool>? Condition, ProgramNode? Action);
