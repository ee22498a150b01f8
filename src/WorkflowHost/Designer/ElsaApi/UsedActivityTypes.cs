using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text.Json.Nodes;
using WorkflowHost.Runtime.Definitions;

namespace WorkflowHost.Designer.ElsaApi;

/// <summary>
/// The activity types and versions that stored definitions name, old versions included. Studio needs a descriptor of each, or
/// it shows an empty canvas and saves it. Thread-safe.
/// </summary>
internal sealed class UsedActivityTypes(DefinitionStore store)
{
    // By version: what a draft named at an earlier revision is not asked for again.
    private readonly ConcurrentDictionary<string, (int Revision, FrozenSet<(string Type, int Version)> Used)> _known = new(StringComparer.Ordinal);

    public async Task<IReadOnlySet<(string Type, int Version)>> AllAsync(CancellationToken cancellation)
    {
        var all = new HashSet<(string, int)>();
        foreach (var version in await store.AllVersionsAsync(cancellation))
        {
            if (!_known.TryGetValue(version.Id, out var known) || known.Revision != version.Revision)
            {
                _known[version.Id] = known = (version.Revision, await OfAsync(version.Id, cancellation));
            }

            all.UnionWith(known.Used);
        }

        return all;
    }

    private async Task<FrozenSet<(string, int)>> OfAsync(string versionId, CancellationToken cancellation)
    {
        var found = new HashSet<(string, int)>();
        if (await store.FindVersionAsync(versionId, cancellation) is { } version)
        {
            Collect(version.ToDocument()["root"], found);
        }

        return found.ToFrozenSet();
    }

    private static void Collect(JsonNode? node, HashSet<(string, int)> found)
    {
        switch (node)
        {
            case JsonObject members:
                if (members["id"] is JsonValue && members["type"] is JsonValue type && type.TryGetValue(out string? name))
                {
                    found.Add((name, members["version"] is JsonValue version && version.TryGetValue(out int number) ? number : 1));
                }

                foreach (var (_, value) in members)
                {
                    Collect(value, found);
                }

                break;
            case JsonArray elements:
                foreach (var element in elements)
                {
                    Collect(element, found);
                }

                break;
        }
    }
}
