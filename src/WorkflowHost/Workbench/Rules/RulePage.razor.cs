using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Radzen;
using WorkflowHost.Runtime.Rules;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Rules;
using WorkflowHost.Workbench.Language;
using WorkflowHost.Workbench.Live;

namespace WorkflowHost.Workbench.Rules;

/// <summary>One rule: edited beside its trial, checked, told in sentences, published, taken back.</summary>
public sealed partial class RulePage : IDisposable
{
    private string? _loaded;
    private string? _reviewed;

    [Parameter, EditorRequired]
    public string Kind { get; set; } = "";

    [Parameter, EditorRequired]
    public string Id { get; set; } = "";

    [SupplyParameterFromQuery(Name = "new")]
    private bool IsNew { get; set; }

    [Inject]
    private RuleDesk Desk { get; set; } = default!;

    [Inject]
    private SopNames Sops { get; set; } = default!;

    [Inject]
    private OwnerActions Owner { get; set; } = default!;

    [Inject]
    private DialogService Dialogs { get; set; } = default!;

    [Inject]
    private Toasts Toasts { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private RuleView? View { get; set; }

    private RuleSheet? Sheet { get; set; }

    private RuleReview? Review { get; set; }

    /// <summary>What somebody else made of the rule while it was being edited here.</summary>
    private RuleView? Newer { get; set; }

    private bool IsDirty => Sheet?.IsDirty == true;

    private bool IsMissing { get; set; }

    private bool IsBusy { get; set; }

    private bool IsJson { get; set; }

    private string Title => Sheet is null ? T["rules.title"] : NameOf(Sheet);

    private bool NeedsReview => Sheet is not null && RuleSheet.TextOf(Sheet.Root, "evidence") is "M" or "V2";

    private bool MayPublish => Sheet is { } sheet && (sheet.IsDirty || View is null || View.Draft is { Request: null });

    public static string AddressOf(RuleKey key) => $"/rules/{RuleKinds.Code(key.Kind)}/{Uri.EscapeDataString(key.Id)}";

    public void Dispose() => Watch(null);

    protected override async Task OnParametersSetAsync()
    {
        var address = $"{Kind}/{Id}";
        if (address != _loaded)
        {
            _loaded = address;
            await LoadAsync();
        }
    }

    private async Task LoadAsync()
    {
        if (RuleKinds.Of(Kind) is not { } kind)
        {
            IsMissing = true;
            return;
        }

        var key = new RuleKey(kind, Id);
        View = await Desk.FindAsync(key);
        Newer = null;
        var shown = View?.Draft?.Content ?? View?.InForce ?? View?.Versions.Select(each => each.Content).FirstOrDefault(each => each is not null);
        IsMissing = shown is null && !IsNew;
        Watch(IsMissing ? null : new RuleSheet(key, shown ?? RuleKinds.Blank(key)));
        await ReviewAsync();
    }

    private void Watch(RuleSheet? sheet)
    {
        if (Sheet is { } before)
        {
            before.Changed -= OnChanged;
        }

        Sheet = sheet;
        if (sheet is not null)
        {
            sheet.Changed += OnChanged;
        }
    }

    private void OnChanged() => InvokeAsync(StateHasChanged);

    private async Task ReviewAsync()
    {
        var content = Sheet?.Content;
        Review = Sheet is null ? null : await Desk.ReviewAsync(Sheet.Key, View?.Draft is { Content: null } && !Sheet.IsDirty ? null : content);
        _reviewed = content?.Digest();
    }

    /// <summary>Something was kept or published somewhere: another's work on this rule is shown, or told of where one's own would be lost.</summary>
    private async Task LookAsync()
    {
        if (IsBusy || Sheet is not { } sheet || await Desk.FindAsync(sheet.Key) is not { } now || IsBusy || Sheet != sheet || now == View)
        {
            return;
        }

        if (now.Revision == (View?.Revision ?? 0))
        {
            // A request, what became of it, a file: the content is what it was, and what was typed over it stays.
            View = now;
        }
        else if (sheet.IsDirty)
        {
            Newer = now;
        }
        else
        {
            await LoadAsync();
        }
    }

    private async Task AskBeforeLeavingAsync(LocationChangingContext leaving)
    {
        if (IsDirty && !await ConfirmAsync("rules.leave"))
        {
            leaving.PreventNavigation();
        }
    }

    /// <summary>Without a draft and without a version more than was seen, the draft was thrown away: nobody keeps who did it.</summary>
    private string SayNewer(RuleView newer)
    {
        string Saved(string? by, DateTimeOffset at) => T["rules.newer", ("by", by ?? string.Empty), ("at", Time.Short(at))];
        return newer.Draft is { } draft ? Saved(draft.ChangedBy, draft.ChangedAt)
            : newer.Versions.Count > (View?.Versions.Count ?? 0) ? Saved(newer.Versions[0].By, newer.Versions[0].At)
            : T["rules.newer.discarded"];
    }

    private Task<bool> SaveAsync() => DoAsync(async () =>
    {
        var saved = await Owner.DoAsync(async actor => (await Desk.SaveAsync(Sheet!.Key, Sheet.Content, View?.Revision ?? 0, actor)).Refusal);
        if (saved)
        {
            Toasts.Done(T["rules.saved"]);
            Sheet!.Kept();
        }

        return saved;
    });

    /// <summary>What stands on the screen is what is published: it is kept first where it wasn't.</summary>
    private async Task PublishAsync()
    {
        if ((Sheet!.IsDirty || View?.Draft is null) && !await SaveAsync())
        {
            return;
        }

        await DoAsync(async () =>
        {
            RuleAnswer? answer = null;
            var done = await Owner.DoAsync(async actor => (answer = await Desk.PublishAsync(Sheet!.Key, View?.Draft?.Revision, actor)).Refusal);
            if (done)
            {
                Toasts.Done(T[answer!.IsRequested ? "rules.asked" : "rules.published"]);
            }
            else
            {
                // Why not, beside the toast that passes.
                await ReviewAsync();
            }

            return done;
        });
    }

    private Task DiscardAsync() => ConfirmedAsync("rules.discard", actor => Desk.DiscardAsync(Sheet!.Key, View?.Revision, actor));

    private Task RemoveAsync() => ConfirmedAsync("rules.remove", actor => Desk.SaveAsync(Sheet!.Key, null, View?.Revision, actor));

    private async Task TakeFileAsync()
    {
        if (!IsDirty || await ConfirmAsync("rules.take_file"))
        {
            await DoAsync(() => Owner.DoAsync(async actor => (await Desk.TakeFileAsync(Sheet!.Key, actor)).Refusal));
        }
    }

    private Task<bool> KeepScreenAsync() => DoAsync(() => Owner.DoAsync(actor => Desk.KeepScreenAsync(Sheet!.Key, actor)), KeepTypedAsync);

    private Task<bool> ExportAsync() => DoAsync(async () =>
    {
        string? file = null;
        var done = await Owner.DoAsync(async actor =>
        {
            (file, var refusal) = await Desk.ExportAsync(Sheet!.Key, actor);
            return refusal;
        });
        if (done)
        {
            Toasts.Done(T["sops.exported", ("file", file)]);
        }

        return done;
    }, KeepTypedAsync);

    /// <param name="isDone">False when the decision was refused, mostly because somebody else was faster.</param>
    private Task DecidedAsync(bool isDone) => isDone ? KeepTypedAsync() : IsDirty ? LookAsync() : LoadAsync();

    /// <summary>After a command that left the content alone: what was typed and not kept yet stays on the screen.</summary>
    private async Task KeepTypedAsync()
    {
        if (!IsDirty)
        {
            await LoadAsync();
        }
        else if (await Desk.FindAsync(Sheet!.Key) is { } now)
        {
            // What was approved is in force and no draft any more; a draft of another revision is another's work.
            var isOwnGround = now.Draft is null ? View?.Draft is not null || now.Revision == View?.Revision : now.Revision == View?.Revision;
            (View, Newer) = isOwnGround ? (now, null) : (View, now);
        }
    }

    private async Task<bool> ConfirmAsync(string what) =>
        await Dialogs.Confirm(T[what + ".text"], T[what], new ConfirmOptions { OkButtonText = T[what], CancelButtonText = T["action.cancel"] }) == true;

    private async Task ConfirmedAsync(string what, Func<Actor, Task<RuleAnswer>> act)
    {
        if (await ConfirmAsync(what))
        {
            await DoAsync(() => Owner.DoAsync(async actor => (await act(actor)).Refusal));
            if (View is null)
            {
                Navigation.NavigateTo(RulesPage.AddressOf(Sheet?.Key.Kind ?? RuleKind.Clock));
            }
        }
    }

    /// <param name="after">When it was done; loads the rule anew when null.</param>
    private async Task<bool> DoAsync(Func<Task<bool>> act, Func<Task>? after = null)
    {
        IsBusy = true;
        try
        {
            var done = await act();
            if (done)
            {
                await (after ?? LoadAsync)();
            }

            return done;
        }
        finally
        {
            IsBusy = false;
        }
    }

    private string NameOf(RuleSheet sheet) =>
        sheet.Key.Kind == RuleKind.Calendar ? T["rules.calendar_name", ("year", RuleSheet.TextOf(sheet.Root, "year")), ("id", RuleSheet.TextOf(sheet.Root, "id"))]
        : (sheet.Root["name"] ?? sheet.Root["title"]) is System.Text.Json.Nodes.JsonObject name && T.Pick(RuleSheet.TextOf(name, "zh"), RuleSheet.TextOf(name, "en")) is { Length: > 0 } said ? said
        : sheet.Key.Id;
}
