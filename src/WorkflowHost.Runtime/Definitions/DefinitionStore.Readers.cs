using System.Collections.Concurrent;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Definitions;

/// <summary>Who may read the cases of an SOP: what the version in force says goes for all its cases, also those on other versions, ended ones and the archive.</summary>
public sealed partial class DefinitionStore
{
    private static readonly byte[][] ReaderWords = ["readRoles"u8.ToArray(), "readPersons"u8.ToArray(), "barredPersons"u8.ToArray()];

    // Kept when a definition is taken back: its cases are still there.
    private readonly ConcurrentDictionary<string, SopReaders> _readers = new(StringComparer.Ordinal);

    internal SopReaders ReadersOf(string definitionId) => _readers.GetValueOrDefault(definitionId) ?? SopReaders.Everybody;

    /// <summary>The SOPs whose cases not everybody may read.</summary>
    internal IEnumerable<(string DefinitionId, SopReaders Readers)> Restricted => _readers.Where(each => !each.Value.IsEverybody).Select(each => (each.Key, each.Value));

    /// <summary>Whether there is any case that somebody who sees cases may not read.</summary>
    internal bool HidesAny => _readers.Values.Any(each => !each.IsEverybody || !each.BarredFields.IsEmpty);

    /// <summary>Of a definition that nothing starts on any more, the version that was published last counts.</summary>
    private void LearnReaders(StoredDefinition row)
    {
        if (_published.ContainsKey(row.DefinitionId))
        {
            return;
        }

        // Most definitions name no readers; reading them all would cost the start.
        var json = row.Json;
        _readers[row.DefinitionId] = Array.Exists(ReaderWords, word => json.AsSpan().IndexOf(word) >= 0) && WorkflowDefinition.Read(json, row.FileName).Definition is { } definition
            ? SopReaders.Of(definition)
            : SopReaders.Everybody;
    }
}
