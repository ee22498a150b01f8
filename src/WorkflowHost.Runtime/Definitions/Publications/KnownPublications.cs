using WorkflowHost.Runtime.Storage.Hot;

namespace WorkflowHost.Runtime.Definitions.Publications;

/// <summary>
/// The last publications a check knew of. An SOP is checked against the rules in force and a rule against the SOPs in use: each may be
/// good and the two not, so what was checked is published only while nothing else was published since.
/// </summary>
/// <param name="Definitions">When the last workflow known was published.</param>
/// <param name="Rules">The sequence of the last rule known.</param>
internal readonly record struct KnownPublications(DateTimeOffset Definitions, long Rules)
{
    /// <summary>Whether something was published that isn't known. Nobody else publishes until the write has ended.</summary>
    public bool AreOld(HotSql sql)
    {
        // Rules first, in every write that takes both locks: two writes in another order would wait for each other.
        sql.LockRules();
        return sql.RuleSequence() != Rules || sql.IsPublishedAfter(Definitions);
    }
}
