using WorkflowHost.Engine.Programs;

namespace WorkflowHost.Engine.StateMachines;

/// <summary>A state of a state machine.</summary>
/// <param name="Name">Its name, compared exactly.</param>
/// <param name="Entry">What runs when it is entered; null for nothing.</param>
/// <param name="Exit">What runs when it is left; null for nothing.</param>
internal sealed record MachineState(string Name, ProgramNode? Entry, ProgramNode? Exit);
