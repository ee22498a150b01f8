using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Definitions;
using WorkflowHost.Sop.Packs;

namespace WorkflowHost.Sop.Changes;

/// <summary>The ids of what a definition uses of its pack, directly and through what it uses; names of one kind don't meet those of another.</summary>
internal sealed record PackUse
{
    private HashSet<string> Clocks { get; } = new(StringComparer.Ordinal);

    private HashSet<string> Ladders { get; } = new(StringComparer.Ordinal);

    private HashSet<string> Forms { get; } = new(StringComparer.Ordinal);

    private HashSet<string> Tables { get; } = new(StringComparer.Ordinal);

    private HashSet<string> Notices { get; } = new(StringComparer.Ordinal);

    private HashSet<string> Revisits { get; } = new(StringComparer.Ordinal);

    private HashSet<string> Plans { get; } = new(StringComparer.Ordinal);

    public bool UsesPlan(string id) => Plans.Contains(id);

    public bool UsesClock(string id) => Clocks.Contains(id);

    public bool UsesLadder(string id) => Ladders.Contains(id);

    public bool UsesForm(string id) => Forms.Contains(id);

    public bool UsesTable(string id) => Tables.Contains(id);

    public bool UsesNotice(string id) => Notices.Contains(id);

    public bool UsesRevisit(string id) => Revisits.Contains(id);

    public static PackUse Of(DefinitionOutline outline, SopPack pack)
    {
        var use = new PackUse();
        var names = new NamesInUse(pack);
        var clocks = ClockUse.Of(outline, names);
        use.Clocks.UnionWith(clocks.Policies.Concat(clocks.Touched.Values.SelectMany(each => each)));
        use.Ladders.UnionWith(use.Clocks.Select(id => pack.ClockPolicies[id].LadderId).OfType<string>());
        if (SopProfile.Of(outline.Definition) is { } profile)
        {
            use.Forms.Add(profile.OpenForm);
        }

        foreach (var activity in outline.Activities)
        {
            use.Ladders.UnionWith(names.In(activity.Input("ladder"), pack.Ladders.ContainsKey));
            use.Forms.UnionWith(names.In(activity.Input("form"), pack.Forms.ContainsKey));
            use.Tables.UnionWith(names.In(activity.Input("table"), pack.DecisionTables.ContainsKey));
            use.Notices.UnionWith(names.In(activity.Input("notice"), pack.Notices.ContainsKey));
            use.Plans.UnionWith(names.In(activity.Input("plan"), pack.RevisitPlans.ContainsKey));
            use.Revisits.UnionWith(names.In(activity.Input("policy"), pack.RevisitPolicies.ContainsKey));
        }

        use.Revisits.UnionWith(use.Plans.Select(id => pack.RevisitPlans[id].PolicyId).Where(pack.RevisitPolicies.ContainsKey));
        foreach (var revisit in use.Revisits.Select(id => pack.RevisitPolicies[id]))
        {
            use.Forms.Add(revisit.FormId);
            use.Notices.UnionWith([revisit.SmsNotice, revisit.LetterNotice]);
        }

        use.Tables.UnionWith(use.Forms.Where(pack.Forms.ContainsKey).SelectMany(id => pack.Forms[id].Decides));
        return use;
    }

    /// <summary>What either of two versions uses.</summary>
    public PackUse With(PackUse other)
    {
        var both = new PackUse();
        foreach (var each in new[] { this, other })
        {
            both.Clocks.UnionWith(each.Clocks);
            both.Ladders.UnionWith(each.Ladders);
            both.Forms.UnionWith(each.Forms);
            both.Tables.UnionWith(each.Tables);
            both.Notices.UnionWith(each.Notices);
            both.Revisits.UnionWith(each.Revisits);
            both.Plans.UnionWith(each.Plans);
        }

        return both;
    }
}
