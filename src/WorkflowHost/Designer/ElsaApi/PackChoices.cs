using System.Globalization;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Sop;
using WorkflowHost.Sop.Activities;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Packs;
using WorkflowHost.Sop.Staff;
using WorkflowHost.Workbench.Language;

namespace WorkflowHost.Designer.ElsaApi;

/// <summary>One entry of a list that Studio offers.</summary>
internal sealed record Choice(string Text, string Value);

/// <summary>What the SOP pack and the SOPs' profiles offer for the inputs of SOP activities, named in the language of the current culture.</summary>
internal sealed class PackChoices(SopPackSource packs, DefinitionStore definitions, Texts texts)
{
    /// <summary>The entries of every list of <see cref="SopChoices"/>.</summary>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<Choice>>> AllAsync(CancellationToken cancellation)
    {
        var pack = packs.Current;
        return new Dictionary<string, IReadOnlyList<Choice>>(StringComparer.Ordinal)
        {
            [SopChoices.Forms] = [.. pack.Forms.Values.Select(form => Of(form.Id, form.Title))],
            [SopChoices.Roles] = [.. StaffRoles.All.Select(role => RoleOf(pack, role))],
            [SopChoices.Clocks] = Sorted(pack.ClockPolicies.Values.Select(policy => Of(policy.Id, policy.Name))),
            [SopChoices.Ladders] = Sorted(pack.Ladders.Values.Select(ladder => Of(ladder.Id, ladder.Name))),
            [SopChoices.DecisionTables] = Sorted(pack.DecisionTables.Values.Select(table => Of(table.Id, table.Name))),
            [SopChoices.Notices] = Sorted(pack.Notices.Values.Select(notice => Of(notice.Id, notice.Name))),
            [SopChoices.RevisitPlans] = Sorted(pack.RevisitPlans.Values.Select(plan => Of(plan.Id, plan.Name))),
            [SopChoices.RevisitPolicies] = Sorted(pack.RevisitPolicies.Values.Select(policy => Of(policy.Id, policy.Name))),
            [SopChoices.Links] = [.. pack.LinkKinds.Values.Select(kind => Of(kind.Id, kind.Follower))],
            [SopChoices.Sops] = [.. definitions.PublishedSops().Select(SopOf)],
            [SopChoices.ExtensionRules] = Sorted(pack.ClockPolicies.Values.SelectMany(policy => policy.Extensions).Select(rule => Of(rule.Id, rule.Name)).DistinctBy(each => each.Value)),
            [SopChoices.Channels] = [.. ((string[])["letter", "sms", "mail"]).Select(channel => new Choice(texts.Code("channel", channel), channel))],
            [SopChoices.Stages] = await StagesAsync(cancellation),
        };
    }

    private async Task<IReadOnlyList<Choice>> StagesAsync(CancellationToken cancellation)
    {
        var stages = (await definitions.ListAsync(cancellation)).SelectMany(definition => definition.Profile?.Stages ?? []);
        return [.. stages.DistinctBy(stage => stage.Code).Select(stage => Of(stage.Code, new(stage.Zh, stage.En)))];
    }

    private static Choice SopOf(WorkflowDefinition definition) =>
        SopProfile.Of(definition) is { } profile ? Of(definition.DefinitionId, new(profile.NameZh, profile.NameEn)) : new(definition.DefinitionId, definition.DefinitionId);

    private static Choice RoleOf(SopPack pack, string role) => pack.Roles.TryGetValue(role, out var name) ? Of(role, name) : new(role, role);

    // The id stands beside the name: it is what scripts, files and the log say.
    private static Choice Of(string id, LocalizedText name) => new($"{name.In(CultureInfo.CurrentUICulture)} ({id})", id);

    private static IReadOnlyList<Choice> Sorted(IEnumerable<Choice> choices) => [.. choices.OrderBy(choice => choice.Text, StringComparer.CurrentCulture)];
}
