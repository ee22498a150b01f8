using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Runtime.Hosts;
using WorkflowHost.Runtime.Triggers;

namespace WorkflowHost.Runtime.Storage.Hot;

/// <summary>Workflow definitions, their history and their files.</summary>
internal sealed partial class HotSql
{
    private const string DefinitionLock = "definition:";

    internal const string InsertDefinition = """
        INSERT INTO definitions (definition_id, version, id, name, description, json, state, origin, revision, file_name, created_at, changed_at,
            changed_by_id, changed_by_name, published_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
        """;

    // Only a draft, and only while nobody else has changed the definition since it was read.
    internal const string UpdateDraft = """
        UPDATE definitions SET name = ?4, description = ?5, json = ?6, origin = ?7, revision = ?8, changed_at = ?9, changed_by_id = ?10, changed_by_name = ?11,
            file_name = coalesce(?12, file_name)
        WHERE definition_id = ?1 AND version = ?2 AND revision = ?3 AND state = 'Draft'
        """;

    internal const string RetirePublished = "UPDATE definitions SET state = 'Retired' WHERE definition_id = ?1 AND state = 'Published'";

    // Its instant is that of the first time: what its program is made of depends on it.
    internal const string PublishVersion = """
        UPDATE definitions SET state = 'Published', published_at = coalesce(published_at, ?4), revision = ?5, changed_at = ?4, changed_by_id = ?6, changed_by_name = ?7
        WHERE definition_id = ?1 AND version = ?2 AND revision = ?3
        """;

    internal const string SetRevision = """
        UPDATE definitions SET revision = ?3 WHERE definition_id = ?1 AND version = (SELECT max(version) FROM definitions WHERE definition_id = ?1) AND revision = ?2
        """;

    internal const string CurrentRevision = """
        SELECT revision FROM definitions WHERE definition_id = ?1 ORDER BY version DESC LIMIT 1
        """;

    // Those in the archive as well: their state is read with the version they ended on.
    internal const string CountCases = """
        SELECT (SELECT count(*) FROM cases WHERE definition_id = ?1 AND definition_version = coalesce(?2, definition_version))
            + (SELECT count(*) FROM archived_cases WHERE definition_id = ?1 AND definition_version = coalesce(?2, definition_version))
        """;

    internal const string LastPublicationSql = "SELECT max(published_at) FROM definitions";

    internal const string IsPublishedSql = "SELECT 1 FROM definitions WHERE definition_id = ?1 AND version = ?2 AND state = 'Published'";

    internal const string DeleteVersionRow = "DELETE FROM definitions WHERE definition_id = ?1 AND version = ?2";

    internal const string InsertSave = """
        INSERT INTO definition_saves (definition_id, version, revision, kind, at, by_id, by_name, content) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        """;

    internal const string UpsertFile = """
        INSERT INTO definition_files (definition_id, file_name, hash, agreed_revision) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (definition_id) DO UPDATE SET file_name = ?2, hash = ?3, agreed_revision = ?4
        """;

    internal const string FollowFileRevision = "UPDATE definition_files SET agreed_revision = ?3 WHERE definition_id = ?1 AND agreed_revision = ?2";

    internal const string DeleteFile = "DELETE FROM definition_files WHERE definition_id = ?1";

    public int StoreDefinition(StoredDefinition row)
    {
        LockDefinition(row.DefinitionId);
        Announce(HostChangeKind.Definitions, row.DefinitionId);
        return Statement(InsertDefinition)
            .Bind(row.DefinitionId).Bind((long)row.Version).Bind(row.Id).Bind(row.Name).Bind(row.Description).Bind(row.Json)
            .Bind(row.State.ToString()).Bind(row.Origin.ToString()).Bind((long)row.Revision).Bind(row.FileName).Bind(row.CreatedAt)
            .Bind(row.ChangedAt).Bind(row.ChangedById).Bind(row.ChangedByName).Bind(row.PublishedAt)
            .Run();
    }

    /// <param name="row">The draft as it shall be, its revision one above <paramref name="from"/>.</param>
    /// <returns>0 when somebody else was faster.</returns>
    public int StoreDraft(StoredDefinition row, int from)
    {
        LockDefinition(row.DefinitionId);
        Announce(HostChangeKind.Drafts, row.DefinitionId);
        return Statement(UpdateDraft)
            .Bind(row.DefinitionId).Bind((long)row.Version).Bind((long)from).Bind(row.Name).Bind(row.Description).Bind(row.Json)
            .Bind(row.Origin.ToString()).Bind((long)row.Revision).Bind(row.ChangedAt).Bind(row.ChangedById).Bind(row.ChangedByName)
            .Bind(row.FileName)
            .Run();
    }

    /// <summary>No version of the definition is the published one; another is about to be.</summary>
    public int RetireDefinition(string definitionId) => Statement(RetirePublished).Bind(definitionId).Run();

    /// <summary>No version of the definition starts cases any more, nor does any trigger.</summary>
    public int RetractDefinition(string definitionId)
    {
        LockDefinition(definitionId);
        Announce(HostChangeKind.Definitions, definitionId);
        StoreTriggers(TriggerIndex.None(definitionId));
        return RetireDefinition(definitionId);
    }

    /// <returns>0 when somebody else was faster.</returns>
    public int PublishDefinition(StoredDefinition row, int from, DefinitionTriggers triggers)
    {
        LockDefinition(row.DefinitionId);
        Announce(HostChangeKind.Definitions, row.DefinitionId);
        RetireDefinition(row.DefinitionId);
        StoreTriggers(triggers);
        return Statement(PublishVersion)
            .Bind(row.DefinitionId).Bind((long)row.Version).Bind((long)from).Bind(row.ChangedAt).Bind((long)row.Revision)
            .Bind(row.ChangedById).Bind(row.ChangedByName)
            .Run();
    }

    /// <summary>Counts a change that is not one of the latest version's content.</summary>
    public int StoreRevision(string definitionId, int from, int revision) =>
        Statement(SetRevision).Bind(definitionId).Bind((long)from).Bind((long)revision).Run();

    /// <summary>What it says holds until the write has ended.</summary>
    /// <returns>Null when there is no such definition.</returns>
    public int? RevisionOf(string definitionId)
    {
        LockDefinition(definitionId);
        return Statement(CurrentRevision).Bind(definitionId).Read(row => (int)row.Whole(0)) is [var revision] ? revision : null;
    }

    /// <summary>Whether something was published that a host does not know which knows of nothing after an instant. Nobody else publishes until the write has ended.</summary>
    public bool IsPublishedAfter(DateTimeOffset known)
    {
        connection.Lock("definitions.published");
        return Statement(LastPublicationSql).Read(row => row.InstantOrNull(0)) is [{ } last] && last > known;
    }

    /// <summary>None is started until the write has ended.</summary>
    /// <param name="version">All versions when null.</param>
    public int CasesOn(string definitionId, int? version)
    {
        LockDefinition(definitionId);
        return (int)Statement(CountCases).Bind(definitionId).Bind((long?)version).Read(row => row.Whole(0))[0];
    }

    public int DeleteDefinition(string definitionId, int version)
    {
        LockDefinition(definitionId);
        Announce(HostChangeKind.Definitions, definitionId);
        return Statement(DeleteVersionRow).Bind(definitionId).Bind((long)version).Run();
    }

    /// <summary>One at a time changes a definition, or decides by what it is; and none while cases of it are being started.</summary>
    private void LockDefinition(string definitionId) => connection.Lock(DefinitionLock + definitionId);

    public int StoreSave(StoredDefinitionSave save) =>
        Statement(InsertSave)
            .Bind(save.DefinitionId).Bind((long)save.Version).Bind((long)save.Revision).Bind(save.Kind.ToString()).Bind(save.At)
            .Bind(save.ById).Bind(save.ByName).Bind(save.Content)
            .Run();

    public int StoreFile(StoredDefinitionFile file) =>
        Statement(UpsertFile).Bind(file.DefinitionId).Bind(file.FileName).Bind(file.Hash).Bind((long?)file.AgreedRevision).Run();

    /// <summary>A change of the definition that isn't one of its content: file and version say the same still.</summary>
    public int FollowFile(string definitionId, int from, int to) => Statement(FollowFileRevision).Bind(definitionId).Bind((long)from).Bind((long)to).Run();

    public int ForgetFile(string definitionId) => Statement(DeleteFile).Bind(definitionId).Run();
}
