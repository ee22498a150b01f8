using System.Text.Json.Nodes;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Sop;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Forms;
using WorkflowHost.Sop.Packs;

namespace WorkflowHost.Workbench.Cases;

/// <summary>A captured field with its value.</summary>
public sealed record Fact(FormField Field, JsonNode Value)
{
    /// <summary>Long texts and lists take the whole width.</summary>
    public bool IsWide => Field.Type is FieldType.Multiline or FieldType.Rows || Value.ToString().Length > 60;
}

/// <summary>What one step captured.</summary>
/// <param name="Stage">Stage code; null for what no step of the case owns.</param>
/// <param name="Title">Its own heading; null takes the stage's.</param>
public sealed record FactGroup(string? Stage, IReadOnlyList<Fact> Facts, LocalizedText? Title = null);

/// <summary>
/// Sorts a case's data by the step that captured it, and keeps what the customer said apart from what was found to
/// be so (A-CHAR 主观性): a statement is not a fact.
/// </summary>
public static class FactGroups
{
    /// <summary>What the customer says and wants, in the customer's words.</summary>
    public static IReadOnlyList<string> StatementFields { get; } = ["content", "customerDemand"];

    /// <summary>What the analysis established.</summary>
    public static IReadOnlyList<string> FindingFields { get; } = ["verifiedDemand", "verifiedFacts", "rootCause", "rootCauseText", "companyFault", "companyFaultAreas", "externalFactors"];

    public static IReadOnlyList<FactGroup> Of(CaseView view, SopProfile? profile, SopPack pack)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(pack);
        var seen = new HashSet<string>(StatementFields.Concat(FindingFields), StringComparer.Ordinal);
        var groups = new List<FactGroup>();
        foreach (var (stage, formId) in FormsInOrder(view, profile))
        {
            if (!pack.Forms.TryGetValue(formId, out var form))
            {
                continue;
            }

            var facts = form.Fields.Where(field => Has(view.Data, field.Name) && seen.Add(field.Name)).Select(field => new Fact(field, view.Data[field.Name]!)).ToList();
            if (facts.Count == 0)
            {
                continue;
            }

            var at = groups.FindIndex(group => group.Stage == stage);
            if (at < 0)
            {
                groups.Add(new FactGroup(stage, facts));
            }
            else
            {
                groups[at] = groups[at] with { Facts = [.. groups[at].Facts, .. facts] };
            }
        }

        var rest = pack.Forms.Values.SelectMany(form => form.Fields).Where(field => Has(view.Data, field.Name) && seen.Add(field.Name)).Select(field => new Fact(field, view.Data[field.Name]!)).ToList();
        rest.AddRange(Derived(profile?.ShownFacts ?? [], view.Data, pack));
        groups.AddRange(Scoped(view, profile, pack));
        return rest.Count == 0 ? groups : [.. groups, new FactGroup(null, rest)];
    }

    /// <summary>Whether the SOP tells what a customer says from what was found to be so; an application states nothing that is in dispute.</summary>
    public static bool HasStatements(SopProfile? profile, SopPack pack)
    {
        ArgumentNullException.ThrowIfNull(pack);
        return profile is null || !pack.Forms.TryGetValue(profile.OpenForm, out var form) || form.Fields.Any(field => StatementFields.Contains(field.Name));
    }

    /// <summary>Each filling of a form that several people fill side by side, with what its tables made of it.</summary>
    private static IEnumerable<FactGroup> Scoped(CaseView view, SopProfile? profile, SopPack pack)
    {
        foreach (var scope in profile?.Scopes ?? [])
        {
            if (view.Data[scope.Field] is JsonObject values && pack.Forms.TryGetValue(scope.FormId, out var form))
            {
                var decided = form.Decides.Where(pack.DecisionTables.ContainsKey).SelectMany(table => pack.DecisionTables[table].Outputs);
                yield return new FactGroup(
                    null,
                    [.. Derived(decided, values, pack), .. form.Fields.Where(field => Has(values, field.Name)).Select(field => new Fact(field, values[field.Name]!))],
                    new LocalizedText(scope.Zh, scope.En));
            }
        }
    }

    /// <summary>What no form asks for but a table or a step has worked out, where the pack has a name for it.</summary>
    private static IEnumerable<Fact> Derived(IEnumerable<string> names, JsonObject values, SopPack pack) => names
        .Where(name => pack.CaseFacts.ContainsKey(name) && Has(values, name))
        .Select(name => new Fact(new FormField { Name = name, Label = pack.CaseFacts[name], Type = name.EndsWith("At", StringComparison.Ordinal) ? FieldType.DateTime : FieldType.Text }, values[name]!));

    /// <summary>The fields of a list that the case has, in the list's order.</summary>
    public static IReadOnlyList<Fact> Named(CaseView view, SopPack pack, IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(pack);
        var fields = pack.Forms.Values.SelectMany(form => form.Fields);
        return [.. names.Where(name => Has(view.Data, name)).Select(name => fields.FirstOrDefault(field => field.Name == name)).OfType<FormField>().Select(field => new Fact(field, view.Data[field.Name]!))];
    }

    private static IEnumerable<(string? Stage, string FormId)> FormsInOrder(CaseView view, SopProfile? profile)
    {
        var opening = profile is null ? [] : new[] { ((string?)profile.Stages.FirstOrDefault()?.Code, profile.OpenForm) };
        return opening.Concat(view.Tasks.OrderBy(task => task.CreatedAt).Select(task => (task.Stage, task.FormId))).Distinct();
    }

    private static bool Has(JsonObject data, string field) => data[field] is { } value && value is not JsonArray { Count: 0 } && value.ToString().Length > 0;
}
