using System.Text.Json.Nodes;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Sop.Links;

/// <summary>Kinds of messages between linked cases. They stay inside the host and lie in the outbox like all messages.</summary>
public static class LinkMessages
{
    /// <summary>A case of another SOP is to be opened and linked; the target is the SOP.</summary>
    public const string Open = "link-open";

    /// <summary>Another case is to be linked; the target is its number.</summary>
    public const string Ask = "link-ask";

    /// <summary>How the sending case stands now, for one it is linked with; the target is that one's id.</summary>
    public const string News = "link-news";
}

/// <summary>From which case another one is opened.</summary>
/// <param name="Kind">Id of a <see cref="LinkKind"/>.</param>
/// <param name="ById">Who asked for it, and so took the matter in; <c>system</c> when nobody did.</param>
public sealed record LinkOrigin(string CaseId, string Number, string DefinitionId, string Kind, string ById);

/// <summary>Payload of <see cref="LinkMessages.Open"/>.</summary>
/// <param name="CaseId">The new case's id, given so that a second delivery finds it opened.</param>
/// <param name="Fields">Values of its opening form.</param>
public sealed record OpenLinkedMessage(string CaseId, LinkOrigin Origin, JsonObject Fields)
{
    public JsonObject ToPayload() => new()
    {
        ["caseId"] = CaseId,
        ["from"] = Origin.CaseId,
        ["number"] = Origin.Number,
        ["definition"] = Origin.DefinitionId,
        ["kind"] = Origin.Kind,
        ["by"] = Origin.ById,
        ["fields"] = Fields.DeepClone(),
    };

    public static OpenLinkedMessage Read(JsonObject payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        return new(
            payload.Text("caseId") ?? string.Empty,
            new(payload.Text("from") ?? string.Empty, payload.Text("number") ?? string.Empty, payload.Text("definition") ?? string.Empty, payload.Text("kind") ?? string.Empty, payload.Text("by") ?? string.Empty),
            payload["fields"]?.DeepClone() as JsonObject ?? []);
    }
}

/// <summary>What one case hears of another it is linked with: who it is, and how it stands.</summary>
/// <param name="Key">What a step that waits for it waits on: the other's id, or the key of the ask.</param>
/// <param name="IsFollower">As the one who hears it sees it: the other follows from it.</param>
/// <param name="Version">The other's version.</param>
/// <param name="Results">What the other's SOP reports to linked cases (<see cref="SopProfile.Reports"/>).</param>
public sealed record LinkNews(
    string Key, string CaseId, string Number, string DefinitionId, string Kind, bool IsFollower, CaseStatus Status, string? CloseType, long Version, JsonObject Results)
{
    /// <summary>The persons who read the case besides its SOP's roles, as <see cref="SopReaders.PersonsOf"/> gives them.</summary>
    public string? Persons { get; init; }

    /// <summary>Who may not read it, as <see cref="SopReaders.BarredOf"/> gives them.</summary>
    public string? Barred { get; init; }

    /// <summary>News of a case as it is stored.</summary>
    public static LinkNews Of(CaseState state, SopProfile? profile, string key, string kind, bool isFollower)
    {
        ArgumentNullException.ThrowIfNull(state);
        var results = new JsonObject();
        foreach (var field in profile?.Reports ?? [])
        {
            if (state.Data[field] is { } value)
            {
                results[field] = value.DeepClone();
            }
        }

        return new(key, state.Id, state.Number, state.DefinitionId, kind, isFollower, state.Status, state.Data.Text("closeType"), state.Version, results)
        {
            Persons = profile?.Readers.PersonsOf(state),
            Barred = profile?.Readers.BarredOf(state),
        };
    }

    public JsonObject ToPayload() => new()
    {
        ["key"] = Key,
        ["caseId"] = CaseId,
        ["number"] = Number,
        ["definition"] = DefinitionId,
        ["kind"] = Kind,
        ["isFollower"] = IsFollower,
        ["status"] = Status.ToString(),
        ["closeType"] = CloseType,
        ["version"] = Version,
        ["results"] = Results.DeepClone(),
        ["persons"] = Persons,
        ["barred"] = Barred,
    };

    public static LinkNews Read(JsonObject payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        return new(
            payload.Text("key") ?? string.Empty, payload.Text("caseId") ?? string.Empty, payload.Text("number") ?? string.Empty,
            payload.Text("definition") ?? string.Empty, payload.Text("kind") ?? string.Empty, payload.IsTrue("isFollower"),
            Enum.Parse<CaseStatus>(payload.Text("status") ?? nameof(CaseStatus.Open)), payload.Text("closeType"), payload.Whole("version") ?? 0,
            payload["results"]?.DeepClone() as JsonObject ?? [])
        {
            Persons = payload.Text("persons"),
            Barred = payload.Text("barred"),
        };
    }
}
