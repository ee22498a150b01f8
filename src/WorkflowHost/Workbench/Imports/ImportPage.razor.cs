using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using WorkflowHost.Designer.ElsaApi;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Workbench.Live;

namespace WorkflowHost.Workbench.Imports;

/// <summary>Definitions from files: what each would change, and a decision for each. What is taken becomes a draft.</summary>
public sealed partial class ImportPage
{
    private const int MostFiles = 50;
    private const long LargestFile = 20 * 1024 * 1024;

    [Inject]
    private DefinitionReviews Reviews { get; set; } = default!;

    [Inject]
    private DefinitionDesk Desk { get; set; } = default!;

    [Inject]
    private CurrentActor Me { get; set; } = default!;

    [Inject]
    private OwnerActions Owner { get; set; } = default!;

    [Inject]
    private ILogger<ImportPage> Logger { get; set; } = default!;

    private IReadOnlyList<ImportItem> Items { get; set; } = [];

    private IEnumerable<ImportItem> Chosen => Items.Where(item => item is { IsChosen: true, CanBeTaken: true });

    private List<string> Problems { get; } = [];

    private bool IsBusy { get; set; }

    /// <summary>A browser tells nothing when the same file is chosen again, unless its field is a new one.</summary>
    private int Round { get; set; }

    private async Task UploadAsync(InputFileChangeEventArgs chosen)
    {
        (IsBusy, Items) = (true, []);
        Problems.Clear();
        try
        {
            if (chosen.FileCount > MostFiles)
            {
                Problems.Add(T["imports.too_many", ("max", MostFiles)]);
                return;
            }

            var items = new List<ImportItem>();
            var read = new DefinitionUpload();
            foreach (var file in chosen.GetMultipleFiles(MostFiles))
            {
                if (file.Size > LargestFile)
                {
                    Problems.Add(T["imports.too_large", ("file", file.Name)]);
                    continue;
                }

                await ReadAsync(file, read, items);
            }

            Items = items;
        }
        catch (IOException broken)
        {
            Logger.LogInformation(broken, "An upload broke off");
            Problems.Add(T["imports.broken"]);
        }
        finally
        {
            (IsBusy, Round) = (false, Round + 1);
        }
    }

    private async Task ReadAsync(IBrowserFile file, DefinitionUpload read, List<ImportItem> items)
    {
        // A zip is read from its end, which a stream from the browser can't do.
        using var content = new MemoryStream();
        await using (var upload = file.OpenReadStream(LargestFile))
        {
            await upload.CopyToAsync(content);
        }

        content.Position = 0;
        var me = await Me.GetAsync();
        await foreach (var (name, uploaded, unread, places) in read.ReadAsync(file.Name, content))
        {
            var document = uploaded is null ? null : StudioDocument.Back(uploaded).Document;
            var item = new ImportItem(name, document, document is null ? null : await Reviews.OfImportAsync(document, me, places), unread);
            // Of two for one definition the second would replace the first unseen.
            item.IsChosen = item.CanBeTaken && items.TrueForAll(other => other.Preview?.DefinitionId != item.Preview?.DefinitionId);
            items.Add(item);
        }
    }

    private void Choose(ImportItem item, bool isChosen)
    {
        foreach (var other in Items.Where(other => isChosen && other.Preview?.DefinitionId == item.Preview?.DefinitionId))
        {
            other.IsChosen = false;
        }

        item.IsChosen = isChosen;
    }

    private async Task ImportAsync()
    {
        IsBusy = true;
        try
        {
            await Owner.DoAsync(async actor =>
            {
                foreach (var item in Chosen.ToList())
                {
                    await item.TakeAsync(Desk, actor);
                }

                return null;
            });
        }
        finally
        {
            IsBusy = false;
        }
    }

    private static string LookOf(ImportItem item) => item switch
    {
        { Taken: not null } => "green",
        { Effect: ImportEffect.Refused } => "red",
        { Effect: ImportEffect.None } => "line",
        { Effect: ImportEffect.New } => "blue",
        _ => "amber",
    };
}
