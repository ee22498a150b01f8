using WorkflowHost.Runtime.Storage;
using WorkflowHost.Sop.Packs;
using WorkflowHost.Sop.Rules;

namespace WorkflowHost.Runtime.Rules;

/// <summary>The files of the folder with what was published on screen laid over them. Immutable.</summary>
/// <param name="Folder">The files alone.</param>
/// <param name="Book">What is in force.</param>
/// <param name="Published">The versions published on screen, or taken from the file by a person.</param>
/// <param name="Sequence">The last publication it knows of.</param>
internal sealed record RuleComposition(
    RuleBook Folder, RuleBook Book, IReadOnlyDictionary<RuleKey, StoredRule> Published, IReadOnlyList<RuleFileConflict> Conflicts, long Sequence)
{
    public static RuleComposition Of(RuleBook folder, IReadOnlyCollection<StoredRule> published)
    {
        var book = folder;
        var conflicts = new List<RuleFileConflict>();
        foreach (var row in published.OrderBy(row => row.Sequence))
        {
            var (inFile, own) = (folder.Find(row.Key), row.Content);
            var (fileSays, ownSays) = (inFile?.Digest(), own?.Digest());
            // A person took what the file said, so the file goes on leading.
            if (fileSays == ownSays || row.Origin == RuleOrigin.File)
            {
                continue;
            }

            book = book.With(row.Key, own);
            if (fileSays != row.FileDigest)
            {
                conflicts.Add(new(row.Key, folder.FileOf(row.Key), inFile, row.PublishedByName, row.PublishedAt ?? row.ChangedAt));
            }
        }

        return new(folder, book, published.ToDictionary(row => row.Key), conflicts, published.Select(row => row.Sequence ?? 0).DefaultIfEmpty().Max());
    }

    /// <summary>Whether anything was laid over the files.</summary>
    public bool IsFolderAlone => ReferenceEquals(Folder, Book);

    public (SopPack? Pack, IReadOnlyList<RuleFault> Faults) Read() => Book.Read();
}
