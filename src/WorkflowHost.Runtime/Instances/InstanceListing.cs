using Microsoft.EntityFrameworkCore;
using WorkflowHost.Engine.States;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Storage;

namespace WorkflowHost.Runtime.Instances;

/// <summary>
/// Filter and order of the list of instances. What a case is called is its customer's matter, so who sees no cases can neither search
/// nor sort by it.
/// </summary>
internal static class InstanceListing
{
    private const int MostText = 100;

    public static IQueryable<StoredCase> Filtered(IQueryable<StoredCase> instances, InstanceFilter filter, bool seesCases)
    {
        if (filter.IsCase is { } isCase)
        {
            instances = instances.Where(c => c.IsPlain != isCase);
        }

        if (!filter.DefinitionIds.IsDefaultOrEmpty)
        {
            var ids = filter.DefinitionIds.ToArray();
            instances = instances.Where(c => ids.Contains(c.DefinitionId));
        }

        if (filter.DefinitionVersion is { } version)
        {
            instances = instances.Where(c => c.DefinitionVersion == version);
        }

        if (filter.CorrelationId is { } correlationId)
        {
            instances = instances.Where(c => c.CorrelationId == correlationId && (seesCases || c.IsPlain));
        }

        if (filter.ParentId is { } parentId)
        {
            instances = instances.Where(c => c.ParentId == parentId);
        }

        if (filter.HasIncidents is { } hasIncidents)
        {
            instances = instances.Where(c => c.IncidentCount > 0 == hasIncidents);
        }

        return Texts(Times(Statuses(instances, filter), filter), filter, seesCases);
    }

    public static IQueryable<StoredCase> Ordered(IQueryable<StoredCase> instances, InstanceFilter filter, bool seesCases) => (filter.Sort, filter.IsAscending) switch
    {
        (InstanceSort.Updated, true) => instances.OrderBy(c => c.UpdatedAt).ThenBy(c => c.Id),
        (InstanceSort.Updated, false) => instances.OrderByDescending(c => c.UpdatedAt).ThenByDescending(c => c.Id),
        // What has no value comes first, said in full because databases differ in it.
        (InstanceSort.Finished, true) => instances.OrderBy(c => c.FinishedAt != null).ThenBy(c => c.FinishedAt).ThenBy(c => c.Id),
        (InstanceSort.Finished, false) => instances.OrderByDescending(c => c.FinishedAt != null).ThenByDescending(c => c.FinishedAt).ThenByDescending(c => c.Id),
        (InstanceSort.Name, true) => instances.OrderBy(c => (seesCases || c.IsPlain) && c.Name != null).ThenBy(c => seesCases || c.IsPlain ? c.Name : null).ThenBy(c => c.Id),
        (InstanceSort.Name, false) => instances.OrderByDescending(c => (seesCases || c.IsPlain) && c.Name != null)
            .ThenByDescending(c => seesCases || c.IsPlain ? c.Name : null).ThenByDescending(c => c.Id),
        (_, true) => instances.OrderBy(c => c.OpenedAt).ThenBy(c => c.Id),
        _ => instances.OrderByDescending(c => c.OpenedAt).ThenByDescending(c => c.Id),
    };

    private static IQueryable<StoredCase> Statuses(IQueryable<StoredCase> instances, InstanceFilter filter)
    {
        if (!filter.SubStatuses.IsDefaultOrEmpty)
        {
            var statuses = filter.SubStatuses.ToArray();
            instances = instances.Where(c => statuses.Contains(c.SubStatus));
        }

        return filter.Status switch
        {
            WorkflowStatus.Running => instances.Where(c => c.SubStatus == WorkflowSubStatus.Suspended),
            WorkflowStatus.Finished => instances.Where(c => c.SubStatus != WorkflowSubStatus.Suspended),
            _ => instances,
        };
    }

    private static IQueryable<StoredCase> Times(IQueryable<StoredCase> instances, InstanceFilter filter)
    {
        foreach (var bound in filter.Times.IsDefault ? [] : filter.Times)
        {
            var (from, until) = (bound.From ?? DateTimeOffset.UnixEpoch, bound.Until ?? DateTimeOffset.MaxValue);
            instances = bound.On switch
            {
                InstanceSort.Created => instances.Where(c => c.OpenedAt >= from && c.OpenedAt < until),
                InstanceSort.Updated => instances.Where(c => c.UpdatedAt >= from && c.UpdatedAt < until),
                InstanceSort.Finished => instances.Where(c => c.FinishedAt >= from && c.FinishedAt < until),
                _ => instances,
            };
        }

        return instances;
    }

    private static IQueryable<StoredCase> Texts(IQueryable<StoredCase> instances, InstanceFilter filter, bool seesCases) =>
        CaseListing.Pattern(filter.Text, MostText) is { } pattern
            ? instances.Where(c => Search.Matches(c.Id, pattern, CaseListing.Escape)
                || Search.Matches(c.Number, pattern, CaseListing.Escape)
                || ((seesCases || c.IsPlain)
                    && (Search.Matches(c.Name!, pattern, CaseListing.Escape) || Search.Matches(c.CorrelationId!, pattern, CaseListing.Escape))))
            : instances;
}
