using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.States;

namespace WorkflowHost.Engine.Bursts;

internal sealed partial class BurstRun
{
    private List<Bookmark>? _bookmarks;

    public IReadOnlyList<Bookmark> BookmarksOf(ActivityContext context)
    {
        if (context.OpenBookmarks == 0)
        {
            return [];
        }

        var instance = context.ActivityInstanceId;
        return _bookmarks!.FindAll(each => each.ActivityInstanceId == instance);
    }

    public Bookmark AddBookmark(ActivityContext context, string name, JsonNode? payload, DateTimeOffset? dueAt, bool isPerInstance, JsonNode? matched, bool isLasting)
    {
        var instance = context.ActivityInstanceId;
        var hash = BookmarkHash.Of(name, matched ?? payload, isPerInstance ? instance : null);
        var bookmark = new Bookmark(Environment.Ids.NewId(), name, hash, payload, context.ActivityId, context.Node.NodeId, instance, dueAt, isLasting);
        (_bookmarks ??= []).Add(bookmark);
        context.OpenBookmarks++;
        return bookmark;
    }

    public void RemoveBookmark(ActivityContext context, string bookmarkId)
    {
        if (context.OpenBookmarks > 0)
        {
            var instance = context.ActivityInstanceId;
            context.OpenBookmarks -= _bookmarks!.RemoveAll(each => each.Id == bookmarkId && each.ActivityInstanceId == instance);
        }
    }

    private void RemoveBookmarks(ActivityContext context)
    {
        if (context.OpenBookmarks > 0)
        {
            var instance = context.ActivityInstanceId;
            _bookmarks!.RemoveAll(each => each.ActivityInstanceId == instance);
            context.OpenBookmarks = 0;
        }
    }

    private void DropBookmarks()
    {
        _bookmarks?.Clear();
        for (var each = _live.First; each is not null; each = each.NextLive)
        {
            each.OpenBookmarks = 0;
        }
    }

    /// <summary>Takes over the bookmarks of a stored instance, once its activities live.</summary>
    private void LoadBookmarks(IReadOnlyList<Bookmark> stored)
    {
        if (stored.Count == 0)
        {
            return;
        }

        _bookmarks = [.. stored];
        foreach (var bookmark in stored)
        {
            if (OwnerOf(bookmark) is { } owner)
            {
                owner.OpenBookmarks++;
            }
        }
    }

    private ActivityContext? OwnerOf(Bookmark bookmark) =>
        InstanceNumber.TryParse(bookmark.ActivityInstanceId, out var number) ? _live.Find(number) : null;

    /// <summary>Burns a bookmark, lets its activity go on and runs what follows.</summary>
    private void Resume(Bookmark bookmark, JsonNode? input)
    {
        var context = OwnerOf(bookmark);
        if (!bookmark.IsLasting || context is null)
        {
            _bookmarks!.Remove(bookmark);
        }

        if (context is null)
        {
            return;
        }

        context.OpenBookmarks -= bookmark.IsLasting ? 0 : 1;
        _steps++;
        Note(context, JournalEvent.Resumed);
        Guarded(context, resumed =>
        {
            resumed.EvaluateInputs();
            resumed.Node.Activity.Resume(resumed, bookmark, input);
        });
        NoteWait(context);
        Drain();
    }
}
