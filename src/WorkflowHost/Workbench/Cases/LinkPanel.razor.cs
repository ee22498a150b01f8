using System.Globalization;
using Microsoft.AspNetCore.Components;
using Radzen;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Workbench.Live;

namespace WorkflowHost.Workbench.Cases;

/// <summary>Links the case with another one by its number.</summary>
public sealed partial class LinkPanel
{
    private const char Follower = '>';

    private const char Origin = '<';

    [Parameter, EditorRequired]
    public string CaseId { get; set; } = "";

    [Inject]
    private CaseDesk Desk { get; set; } = default!;

    [Inject]
    private SopPackSource Packs { get; set; } = default!;

    [Inject]
    private CurrentActor Me { get; set; } = default!;

    [Inject]
    private DialogService Dialogs { get; set; } = default!;

    private string Number { get; set; } = "";

    private string Choice { get; set; } = "";

    private bool IsBusy { get; set; }

    private CaseRefusal? Refusal { get; set; }

    /// <summary>Each kind twice: the other case may be either end of it.</summary>
    private IEnumerable<(string Key, string Name)> Choices => Packs.Current.LinkKinds.Values.SelectMany(kind => new[]
    {
        (Origin + kind.Id, kind.Origin.In(CultureInfo.CurrentUICulture)),
        (Follower + kind.Id, kind.Follower.In(CultureInfo.CurrentUICulture)),
    });

    protected override void OnInitialized() => Choice = Choices.Select(each => each.Key).FirstOrDefault() ?? "";

    private async Task AskAsync()
    {
        if (IsBusy || Choice.Length == 0)
        {
            return;
        }

        IsBusy = true;
        var result = await Desk.LinkAsync(CaseId, Number, Choice[1..], Choice[0] == Follower, await Me.GetAsync());
        IsBusy = false;
        if (result.IsOk)
        {
            await Dialogs.CloseSideAsync(result.Value);
        }
        else
        {
            Refusal = result.Refusal;
        }
    }
}
