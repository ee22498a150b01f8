using WorkflowHost.Runtime.Versions;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Workbench.Sops;

/// <summary>The cases of one definition and what is to become of them. Not thread safe; one per page.</summary>
internal sealed class MoveModel(MigrationDesk desk, string definitionId)
{
    public int To { get; private set; }

    /// <summary>How many cases there are; the list may hold fewer.</summary>
    public int Total { get; private set; }

    public IReadOnlyList<MoveItem> Items { get; private set; } = [];

    public IEnumerable<MoveItem> Chosen => Items.Where(item => item.IsChosen && !item.IsMoved);

    public IEnumerable<MoveItem> Ready => Items.Where(item => item.IsReady);

    /// <summary>Cases dealt with in the run that is going on, and how many it has; null when none is.</summary>
    public (int Done, int Of)? Progress { get; private set; }

    /// <returns>Why there is no list.</returns>
    public async Task<CaseRefusal?> LoadAsync(MovableFilter filter, Actor actor)
    {
        var result = await desk.CasesAsync(definitionId, filter, actor);
        if (!result.IsOk)
        {
            Items = [];
            return result.Refusal;
        }

        (To, Total, Items) = (result.Value.To, result.Value.Total, [.. result.Value.Items.Select(row => new MoveItem(row))]);
        return null;
    }

    /// <summary>Shows where every chosen case would stand.</summary>
    /// <param name="told">Called after each case.</param>
    public Task PreviewAsync(Actor actor, Func<Task> told) => EachAsync([.. Chosen], told, item => PreviewAsync(item, actor));

    public async Task PreviewAsync(MoveItem item, Actor actor)
    {
        item.Forget();
        var result = await desk.PreviewAsync(definitionId, To, item.Move, actor);
        if (result.IsOk)
        {
            item.Show(result.Value);
        }
        else
        {
            item.Refuse(result.Refusal);
        }
    }

    /// <summary>Moves every case that is ready, one transaction each; a refusal of one stops none of the others.</summary>
    public Task ApplyAsync(Actor actor, Func<Task> told) => EachAsync([.. Ready], told, async item =>
    {
        var result = await desk.MigrateAsync(definitionId, To, item.Move, actor);
        if (result.IsOk)
        {
            item.Done(result.Value.Case);
        }
        else
        {
            item.Refuse(result.Refusal);
        }
    });

    private async Task EachAsync(IReadOnlyList<MoveItem> items, Func<Task> told, Func<MoveItem, Task> act)
    {
        for (var i = 0; i < items.Count; i++)
        {
            Progress = (i, items.Count);
            await told();
            await act(items[i]);
        }

        Progress = null;
        await told();
    }
}
