using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.States;

namespace WorkflowHost.Engine.Bursts;

internal sealed partial class BurstRun
{
    private readonly List<Bookmark> _bookmarks = [];

    public IReadOnlyList<Bookmark> BookmarksOf(ActivityContext context) =>
        _bookmarks.FindAll(each => each.ActivityInstanceId == context.ActivityInstanceId);

    public Bookmark AddBookmark(ActivityContext context, string name, JsonNode? payload, DateTimeOffset? dueAt, bool isPerInstance, JsonNode? matched, bool isLasting)
    {
        var hash = BookmarkHash.Of(name, matched ?? payload, isPerInstance ? context.ActivityInstanceId : null);
        var bookmark = new Bookmark(
            Environment.Ids.NewId(), name, hash, payload, context.ActivityId, context.Node.NodeId, context.ActivityInstanceId, dueAt, isLasting);
        _bookmarks.Add(bookmark);
        return bookmark;
    }

    public void RemoveBookmark(ActivityContext context, string bookmarkId) =>
        _bookmarks.RemoveAll(each => each.Id == bookmarkId && each.ActivityInstanceId == context.ActivityInstanceId);

    private bool HasBookmarks(ActivityContext context) =>
        _bookmarks.Exists(each => each.ActivityInstanceId == context.ActivityInstanceId);

    private void RemoveBookmarks(ActivityContext context) =>
        _bookmarks.RemoveAll(each => each.ActivityInstanceId == context.ActivityInstanceId);

    /// <summary>Burns a bookmark, lets its activity go on and runs what follows.</summary>
    private void Resume(Bookmark bookmark, JsonNode? input)
    {
        var context = _live.Find(each => each.ActivityInstanceId == bookmark.ActivityInstanceId);
        if (!bookmark.IsLasting || context is null)
        {
            _bookmarks.Remove(bookmark);
        }

        if (context is null)
        {
            return;
        }

        _steps++;
        Note(context, JournalEvent.Resumed);
        Guarded(context, resumed =>
        {
            resumed.EvaluateInputs();
            resumed.Node.Activity.Resume(resumed, bookmark, input);
        });
        Drain();
    }
}
