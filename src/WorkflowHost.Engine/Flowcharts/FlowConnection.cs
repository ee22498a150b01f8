namespace WorkflowHost.Engine.Flowcharts;

/// <summary>A connection between two nodes of a flowchart, given by their places in it.</summary>
internal readonly record struct FlowConnection(int Source, string Port, int Target);
