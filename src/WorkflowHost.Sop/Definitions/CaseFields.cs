using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Packs;
using WorkflowHost.Sop.Staff;

namespace WorkflowHost.Sop.Definitions;

/// <summary>Which fields of the case an SOP fills: by its forms, its decision tables, its steps, and the product itself.</summary>
internal sealed partial class CaseFields
{
    /// <summary>What the product itself writes, whatever the SOP.</summary>
    private static readonly string[] BySystem =
    [
        "firstReceiverId", "previousComplaints", "repeatCaller", "handledBy", "internalTargetBreached", "rootCauseRequired",
    ];

    /// <summary>What a notice may name beyond the fields.</summary>
    private static readonly string[] ForNotices = ["caseNumber", "today", "openedAt", "closedAt", .. StaffRoles.All.Select(StaffRoles.NameFact)];

    private readonly HashSet<string> _written = new(BySystem, StringComparer.Ordinal);
    private readonly HashSet<string> _facts = new(ForNotices, StringComparer.Ordinal);

    private CaseFields()
    {
    }

    /// <summary>A step writes fields that only running it would tell, so nothing can be said to be missing.</summary>
    public bool WritesUnknown { get; private set; }

    public static CaseFields Of(DefinitionOutline outline, SopProfile profile, SopPack pack)
    {
        var fields = new CaseFields();
        fields.AddForm(profile.OpenForm, pack);
        fields._facts.UnionWith(profile.Facts.Keys);
        fields._facts.UnionWith(profile.DueFacts.Keys);
        foreach (var activity in outline.Activities)
        {
            fields.Add(activity, pack);
        }

        return fields;
    }

    public bool Fills(string field) => WritesUnknown || _written.Contains(field);

    public bool KnowsForNotice(string fact) => Fills(fact) || _facts.Contains(fact);

    private void Add(OutlineActivity activity, SopPack pack)
    {
        switch (activity.Type)
        {
            case "Sop.HumanTask" when activity.Input("scope") is { Texts: [{ Length: > 0 } scope] }:
                _written.Add(scope);
                break;
            case "Sop.HumanTask" or "Sop.CaseEvent":
                AddForms(activity, pack);
                break;
            case "Sop.Decide":
                AddTable(activity, pack);
                break;
            case "Sop.UpdateCase":
                AddFields(activity.Input("fields"));
                break;
            case "Sop.OpenCase":
                _written.Add("title");
                break;
            case "Sop.CloseCase":
                _written.Add("closeType");
                break;
            case "Sop.ReopenCase":
                _written.Add("reopenCount");
                break;
            case "Sop.RequestDocuments":
                _written.UnionWith(["supplementItems", "supplementRequestedAt"]);
                break;
            case "Sop.ReportProgress":
                _written.UnionWith(["progressStage", "progressText", "progressExpectedAt", "statusMessages"]);
                break;
            case "Sop.Expedite":
                _written.UnionWith(["expedited", "severity"]);
                break;
            case "Sop.PlanRevisit" or "Sop.NextRevisit":
                _written.Add("revisitRating");
                break;
        }
    }

    private void AddForms(OutlineActivity activity, SopPack pack)
    {
        switch (activity.Input("form"))
        {
            case { IsLiteral: true } literal:
                literal.Texts.ToList().ForEach(form => AddForm(form, pack));
                break;
            case not null:
                WritesUnknown = true;
                break;
        }
    }

    private void AddForm(string formId, SopPack pack)
    {
        if (pack.Forms.TryGetValue(formId, out var form))
        {
            _written.UnionWith(form.Fields.Select(field => field.Name));
            _written.UnionWith(form.Decides.Where(pack.DecisionTables.ContainsKey).SelectMany(table => pack.DecisionTables[table].Outputs));
        }
    }

    private void AddTable(OutlineActivity activity, SopPack pack)
    {
        if (activity.Input("table") is not { IsLiteral: true, Texts: [var id] })
        {
            WritesUnknown = true;
        }
        else if (pack.DecisionTables.TryGetValue(id, out var table))
        {
            _written.UnionWith(table.Outputs);
        }
    }

    private void AddFields(ActivityInput? input)
    {
        if (input?.Script is { } script)
        {
            // Every name before a colon: more than the outermost object's, never less.
            var keys = Key().Matches(script).Select(match => match.Groups["name"].Value).ToList();
            WritesUnknown |= keys.Count == 0;
            _written.UnionWith(keys);
        }
        else if (input is { IsLiteral: true, Json: JsonObject literal })
        {
            _written.UnionWith(literal.Select(each => each.Key));
        }
        else
        {
            WritesUnknown |= input is not null;
        }
    }

    [GeneratedRegex("""['"]?(?<name>[\p{L}_$][\p{L}\p{N}_$]*)['"]?\s*:""", RegexOptions.CultureInvariant)]
    private static partial Regex Key();
}
