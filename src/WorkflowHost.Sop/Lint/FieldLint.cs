using System.Text.Json.Nodes;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Templates;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Definitions;
using WorkflowHost.Sop.Revisits;

namespace WorkflowHost.Sop.Lint;

/// <summary>Fields that something reads and nothing in the SOP fills: the condition is then silently false, the letter can't go out.</summary>
internal static class FieldLint
{
    public static void Check(LintContext context)
    {
        if (context.Profile is not { } profile)
        {
            return;
        }

        var fields = CaseFields.Of(context.Outline, profile, context.Pack);
        foreach (var activity in context.Outline.Activities)
        {
            foreach (var (name, value) in activity.Json)
            {
                CheckExpressions(context, fields, activity, value, JsonLocator.Member(activity.Path, name));
            }

            CheckTable(context, fields, activity);
            CheckNotice(context, fields, activity);
        }
    }

    private static void CheckExpressions(LintContext context, CaseFields fields, OutlineActivity activity, JsonNode? node, string path)
    {
        switch (node)
        {
            // An embedded activity is looked at by itself.
            case JsonObject json when json["id"] is JsonValue && json["type"] is JsonValue:
                break;
            case JsonObject json when json["value"] is JsonValue value && value.TryGetValue(out string? source) && json["type"] is JsonValue type:
                foreach (var field in ReadBy(type.ToString(), source).Where(each => !fields.Fills(each)))
                {
                    context.Add(new(
                        LintCodes.FieldUnwritten,
                        LintSeverity.Warning,
                        activity.Id,
                        activity.Name,
                        path,
                        Language.Sentence.Of(LintCodes.FieldUnwritten, ("step", activity.Name), ("field", field))));
                }

                break;
            case JsonObject json:
                foreach (var (name, value) in json)
                {
                    CheckExpressions(context, fields, activity, value, JsonLocator.Member(path, name));
                }

                break;
            case JsonArray array:
                for (var i = 0; i < array.Count; i++)
                {
                    CheckExpressions(context, fields, activity, array[i], JsonLocator.Element(path, i));
                }

                break;
        }
    }

    private static IEnumerable<string> ReadBy(string syntax, string source) => syntax switch
    {
        "JavaScript" => NamesInUse.FieldsReadBy(source),
        "Liquid" => LiquidTemplate.Parse(source).Template?.MembersOf(CaseData.AmbientName) ?? [],
        _ => [],
    };

    private static void CheckTable(LintContext context, CaseFields fields, OutlineActivity activity)
    {
        if (activity.Type == "Sop.Decide"
            && activity.Input("table") is { Texts: [var id] }
            && context.Pack.DecisionTables.TryGetValue(id, out var table))
        {
            foreach (var field in table.Inputs.Where(each => !fields.Fills(each)))
            {
                context.Warn(LintCodes.TableFieldUnwritten, activity, "table", ("table", table.Name), ("field", field));
            }
        }
    }

    /// <summary>The revisit policies a step plans calls by; null for other steps.</summary>
    private static IEnumerable<RevisitPolicy>? RevisitsOf(LintContext context, OutlineActivity activity) => activity.Type switch
    {
        "Sop.PlanRevisit" => context.Names.In(activity.Input("policy"), context.Pack.RevisitPolicies.ContainsKey).Select(id => context.Pack.RevisitPolicies[id]),
        "Sop.NextRevisit" => context.Names.In(activity.Input("plan"), context.Pack.RevisitPlans.ContainsKey)
            .Select(id => context.Pack.RevisitPlans[id].PolicyId)
            .Where(context.Pack.RevisitPolicies.ContainsKey)
            .Select(id => context.Pack.RevisitPolicies[id]),
        _ => null,
    };

    private static void CheckNotice(LintContext context, CaseFields fields, OutlineActivity activity)
    {
        IEnumerable<(string Id, string Property)> sent = RevisitsOf(context, activity) is { } revisits
            ? [.. revisits.SelectMany(policy => new[] { (policy.SmsNotice, activity.Type == "Sop.NextRevisit" ? "plan" : "policy"), (policy.LetterNotice, activity.Type == "Sop.NextRevisit" ? "plan" : "policy") })]
            : [.. context.Names.In(activity.Input("notice"), context.Pack.Notices.ContainsKey).Select(id => (id, "notice"))];
        foreach (var (id, property) in sent)
        {
            if (context.Pack.Notices.TryGetValue(id, out var notice))
            {
                foreach (var field in notice.Fields.Where(each => !fields.KnowsForNotice(each)))
                {
                    context.Error(LintCodes.NoticeField, activity, property, ("notice", notice.Name), ("field", field));
                }
            }
        }
    }
}
