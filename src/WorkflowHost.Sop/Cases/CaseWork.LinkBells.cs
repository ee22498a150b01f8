using WorkflowHost.Engine.States;
using WorkflowHost.Sop.Links;
using WorkflowHost.Sop.Staff;

namespace WorkflowHost.Sop.Cases;

/// <summary>Who is rung for of a linked case. That a suspicion is looked into is itself for the readers of that case alone.</summary>
public sealed partial class CaseWork
{
    private void RingFor(LinkNews news, string kind, params ReadOnlySpan<(string Key, string Value)> args) =>
        RingFor(news.DefinitionId, news.Persons, news.Barred, kind, args);

    /// <summary>To the handler or the role, as far as they may read the other case; else to each supervisor who may, so that it reaches somebody.</summary>
    /// <param name="definitionId">The other's SOP; what is none is open to everybody.</param>
    private void RingFor(string definitionId, string? persons, string? barred, string kind, params ReadOnlySpan<(string Key, string Value)> args)
    {
        var readers = ReadersOf(definitionId);
        if (readers.IsEverybody && barred is null)
        {
            NotifyHandlerOrRole(kind, args);
            return;
        }

        // One by one: among the members of a role may be somebody whom the other case is about.
        bool MayHear(StaffMember member) => member.IsActive && readers.Admit(new(member.Id, member.DisplayName, member.StaffNo, member.Roles), persons, barred);
        var handlerId = Data.Text(StaffRoles.IdField(StaffRoles.Handler));
        List<StaffMember> told = [.. _environment.Staff.Where(member => MayHear(member) && (string.IsNullOrEmpty(handlerId) ? member.Roles.Contains(StaffRoles.Handler) : member.Id == handlerId))];
        foreach (var member in told.Count > 0 ? told : _environment.Staff.Where(member => MayHear(member) && member.Roles.Any(StaffRoles.Oversight.Contains)))
        {
            Notify(StaffNotification.ToStaff(member.Id), kind, args);
        }
    }

    private SopReaders ReadersOf(string definitionId) =>
        _environment.Readers?.Invoke(definitionId)
        ?? (_environment.Programs?.Invoke(definitionId) is { } program ? SopReaders.Of(program.Definition) : SopReaders.Everybody);
}
