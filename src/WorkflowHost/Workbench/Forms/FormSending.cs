using System.Text.Json.Nodes;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Workbench.Forms;

/// <summary>A form on its way: checked first, sent once however often the button is pressed, and what is refused stands at its fields. Not thread-safe.</summary>
public sealed class FormSending
{
    public bool IsBusy { get; private set; }

    /// <summary>Why it was not taken, where that is nothing a field could show.</summary>
    public CaseRefusal? Refusal { get; private set; }

    /// <summary>Sends what the form holds.</summary>
    /// <param name="form">Null where there is nothing to fill in.</param>
    /// <returns>What came of it; null when a field is wrong, it was refused, or it is on its way already.</returns>
    public async Task<T?> SendAsync<T>(FormModel? form, DateTimeOffset now, Func<JsonObject, Task<CommandResult<T>>> send)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(send);
        if (IsBusy || (form is null ? [] : form.Check(outcome: null, now)) is not { } fields)
        {
            return null;
        }

        (IsBusy, Refusal) = (true, null);
        try
        {
            var result = await send(fields);
            if (result.IsOk)
            {
                return result.Value;
            }

            Refusal = form?.Mark(result.Refusal.Fields) == true ? null : result.Refusal;
            return null;
        }
        finally
        {
            IsBusy = false;
        }
    }
}
