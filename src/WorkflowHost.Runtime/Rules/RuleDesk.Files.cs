using WorkflowHost.Runtime.Changes;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Packs;
using WorkflowHost.Sop.Rules;

namespace WorkflowHost.Runtime.Rules;

/// <summary>Rules that also stand in files: writing one back, and what a person decides where file and screen went apart.</summary>
public sealed partial class RuleDesk
{
    /// <summary>Writes what is in force into the rule's file; the rest of the file stays byte for byte. A rule without a file gets one.</summary>
    /// <returns>The file, or <c>rule.not_found</c>, <c>rule.file_changed</c> (somebody edited it meanwhile) or <c>rule.file_unwritable</c>.</returns>
    public async Task<(string? File, CaseRefusal? Refusal)> ExportAsync(RuleKey key, Actor actor, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var shelf = _shelf.Current;
            var content = shelf.Book.Find(key);
            if (content is null && shelf.Folder.Find(key) is null)
            {
                return (null, CaseRefusal.NotFound("rule.not_found", ("rule", key.Id)));
            }

            var written = shelf.Folder.With(key, content);
            var (changed, gone) = written.Since(shelf.Folder);
            if (changed.Select(file => file.Path).Concat(gone).FirstOrDefault(path => HasChanged(shelf.Folder, path)) is { } edited)
            {
                return (null, CaseRefusal.Conflict("rule.file_changed", ("file", edited)));
            }

            if (await WriteFilesAsync(changed, gone, cancellationToken) is { } unwritable)
            {
                return (null, CaseRefusal.Conflict("rule.file_unwritable", ("file", unwritable)));
            }

            if (await MarkAsync(key, content?.Digest()) is { } refusal)
            {
                return (null, refusal);
            }

            await _shelf.ReloadAsync(written, CancellationToken.None);
            var file = written.FileOf(key) ?? shelf.Folder.FileOf(key)!;
            await _audit.RecordAsync(actor, "rule_exported", key.ToString(), file);
            return (file, null);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Makes the draft what the file says; publishing it settles the conflict.</summary>
    /// <returns>Refused with <c>rule.no_file_conflict</c>.</returns>
    public async Task<RuleAnswer> TakeFileAsync(RuleKey key, Actor actor, CancellationToken cancellationToken = default) =>
        _shelf.Current.Conflicts.FirstOrDefault(conflict => conflict.Key == key) is { } conflict
            ? await SaveAsync(key, conflict.InFile, null, actor, cancellationToken)
            : RuleAnswer.Refused(CaseRefusal.Conflict("rule.no_file_conflict", ("rule", key.Id)));

    /// <summary>Passes over the file as it now is; only when it changes again will it be asked about again.</summary>
    /// <returns>Null when done; else <c>rule.no_file_conflict</c>.</returns>
    public async Task<CaseRefusal?> KeepScreenAsync(RuleKey key, Actor actor, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var shelf = _shelf.Current;
            if (shelf.Conflicts.FirstOrDefault(each => each.Key == key) is not { } conflict)
            {
                return CaseRefusal.Conflict("rule.no_file_conflict", ("rule", key.Id));
            }

            if (await MarkAsync(key, conflict.InFile?.Digest()) is { } refusal)
            {
                return refusal;
            }

            await _shelf.ReloadAsync(CancellationToken.None);
            await _audit.RecordAsync(actor, "rule_file_passed_over", key.ToString(), conflict.File);
            _feed.Publish(CaseChanged.BellAlone);
            return null;
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<CaseRefusal?> MarkAsync(RuleKey key, string? digest)
    {
        var written = await _writes.RunAsync(sql =>
        {
            sql.LockRules();
            return sql.StoreRuleFile(key, digest);
        });
        return written.Fault is { } fault ? Commits.StorageRefusals.Of(fault) : null;
    }

    /// <summary>Since the start read it: what would be written over is not what was looked at.</summary>
    private bool HasChanged(RuleBook folder, string path)
    {
        var target = Path.Combine(_folder, path);
        var known = folder.Files.FirstOrDefault(file => file.Path == path);
        return known is null ? File.Exists(target) : !File.Exists(target) || !File.ReadAllBytes(target).AsSpan().SequenceEqual(known.Utf8);
    }

    /// <returns>The file that could not be written; null when all were.</returns>
    private async Task<string?> WriteFilesAsync(IReadOnlyList<PackFile> changed, IReadOnlyList<string> gone, CancellationToken cancellationToken)
    {
        var at = string.Empty;
        try
        {
            foreach (var file in changed)
            {
                at = file.Path;
                var target = Path.Combine(_folder, file.Path);
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                // Written beside and moved: a start in the middle must not read half a file.
                await File.WriteAllBytesAsync(target + ".new", file.Utf8, cancellationToken);
                File.Move(target + ".new", target, overwrite: true);
            }

            foreach (var path in gone)
            {
                at = path;
                File.Delete(Path.Combine(_folder, path));
            }

            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return at;
        }
    }
}
