using Microsoft.AspNetCore.Components;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Workbench.Timers;

/// <summary>Asks for the reason of a step that is kept as evidence, and takes it. Closes with true when it was taken.</summary>
public sealed partial class ReasonDialog
{
    /// <summary>What will happen, in a sentence.</summary>
    [Parameter, EditorRequired]
    public string Lead { get; set; } = "";

    [Parameter, EditorRequired]
    public string Submit { get; set; } = "";

    /// <summary>Takes the step with the reason; null when it was taken, else why not.</summary>
    [Parameter, EditorRequired]
    public Func<string, Task<CaseRefusal?>> Take { get; set; } = default!;

    private string Reason { get; set; } = "";

    private bool IsBusy { get; set; }

    private CaseRefusal? Refusal { get; set; }

    private async Task SaveAsync()
    {
        IsBusy = true;
        try
        {
            Refusal = await Take(Reason.Trim());
            if (Refusal is null)
            {
                Dialogs.Close(true);
            }
        }
        finally
        {
            IsBusy = false;
        }
    }
}
