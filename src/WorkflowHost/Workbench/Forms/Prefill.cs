namespace WorkflowHost.Workbench.Forms;

/// <summary>How much of what the case knows a form starts with.</summary>
public enum Prefill
{
    /// <summary>What carries over from round to round; confirmations, what has happened and ratings are asked anew.</summary>
    CarriedOver,

    /// <summary>All of it: facts to be put right, or given for this very form.</summary>
    Everything,

    /// <summary>Something new has happened, such as an event or a call: only what the form itself says is kept.</summary>
    Nothing,
}
