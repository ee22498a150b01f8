using WorkflowHost.Engine.Programs;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Sop.Versions;

/// <summary>
/// Lets a running case go on with another version of its SOP: the program in the command's environment. Everything else a case does is
/// done on the version it is pinned to.
/// </summary>
/// <param name="From">The program of the version the case is pinned to now, with which its state was read.</param>
/// <param name="Choices">
/// For steps where the case waits and that the new version doesn't have, by activity id: the step that takes over, or null to give the
/// wait up.
/// </param>
/// <param name="ExpectedVersion">Refused unless the case still has this version, that of the preview somebody looked at; null takes any.</param>
public sealed record MigrateCase(Actor Actor, WorkflowProgram From, IReadOnlyDictionary<string, string?> Choices, long? ExpectedVersion = null) : CaseCommand(Actor);
