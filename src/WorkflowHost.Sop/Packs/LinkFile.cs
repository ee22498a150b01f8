using WorkflowHost.Sop.Links;

namespace WorkflowHost.Sop.Packs;

/// <summary>Reads a file of kinds of links between cases.</summary>
internal static class LinkFile
{
    public static void Read(PackObject from, PackContent content)
    {
        foreach (var node in from.List("links"))
        {
            var item = node.AsObject();
            var kind = new LinkKind(item.Id(), item.Localized("follower"), item.Localized("origin"));
            item.Close();
            PackContent.Add(content.LinkKinds, kind.Id, kind, item);
        }
    }
}
