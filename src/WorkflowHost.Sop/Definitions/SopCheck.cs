using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Packs;
using WorkflowHost.Sop.Staff;

namespace WorkflowHost.Sop.Definitions;

/// <summary>
/// Checks that what an SOP's workflow names exists in the SOP pack: forms, clocks, tables, notices, revisit policies, roles,
/// stages, and that the outcomes of a task are those of its form. Only literal values can be checked; an expression that
/// names something unknown faults its step when it is reached.
/// </summary>
public static class SopCheck
{
    private const string DefaultOutcome = "Done";

    private static readonly string[] Channels = ["letter", "mail", "sms"];

    /// <summary>Activities whose effect on the world nobody carries out for a case; drawn into an SOP they would do nothing, silently.</summary>
    private static readonly FrozenSet<string> NotForCases =
        FrozenSet.ToFrozenSet(["Elsa.DispatchWorkflow", "Elsa.ExecuteWorkflow", "Elsa.PublishEvent", "Elsa.RunTask"], StringComparer.Ordinal);

    public static IReadOnlyList<DefinitionFault> Faults(WorkflowDefinition definition, SopPack pack)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(pack);
        var faults = new List<DefinitionFault>();
        if (SopProfile.Of(definition) is { } profile)
        {
            CheckProfile(profile, pack, faults);
            Visit(definition.Document["root"], "$.root", new Checker(pack, profile, faults));
        }

        return faults;
    }

    private static void CheckProfile(SopProfile profile, SopPack pack, List<DefinitionFault> faults)
    {
        const string path = "$.customProperties.sop";
        if (!pack.Forms.ContainsKey(profile.OpenForm))
        {
            faults.Add(Unknown(path + ".openForm", null, null, "form", profile.OpenForm, pack.Forms.Keys));
        }

        if (!pack.Calendars.ContainsKey(profile.CalendarId))
        {
            faults.Add(Unknown(path + ".calendar", null, null, "calendar", profile.CalendarId, pack.Calendars.Keys));
        }

        foreach (var role in profile.OpenRoles.Where(r => !StaffRoles.All.Contains(r)))
        {
            faults.Add(Unknown(path + ".openRoles", null, null, "role", role, StaffRoles.All));
        }
    }

    private static void Visit(JsonNode? node, string path, Checker checker)
    {
        switch (node)
        {
            case JsonObject activity:
                if (activity.Text("type") is { } type && type.StartsWith("Sop.", StringComparison.Ordinal))
                {
                    checker.Check(type, activity, path);
                }
                else if (activity.Text("type") is { } other && NotForCases.Contains(other))
                {
                    checker.Refuse(other, activity, path);
                }

                if (activity["connections"] is JsonArray connections && activity["activities"] is JsonArray activities)
                {
                    checker.CheckPorts(activities, connections, path);
                }

                foreach (var (name, value) in activity)
                {
                    if (value is JsonObject or JsonArray)
                    {
                        Visit(value, $"{path}.{name}", checker);
                    }
                }

                break;
            case JsonArray array:
                for (var i = 0; i < array.Count; i++)
                {
                    Visit(array[i], $"{path}[{i}]", checker);
                }

                break;
        }
    }

    private static DefinitionFault Unknown(string path, string? id, string? name, string what, string found, IEnumerable<string> known) =>
        new($"sop.{what}.unknown", path, null, null, id, name, $"There is no {what} '{found}'. Use one of: {string.Join(", ", known.Order(StringComparer.Ordinal))}.");

    private sealed class Checker(SopPack pack, SopProfile profile, List<DefinitionFault> faults)
    {
        public void Check(string type, JsonObject activity, string path)
        {
            Known(activity, path, "form", "form", pack.Forms.Keys);
            Known(activity, path, "clock", "clock", pack.ClockPolicies.Keys);
            Known(activity, path, "clocks", "clock", pack.ClockPolicies.Keys);
            Known(activity, path, "beforeDueOf", "clock", pack.ClockPolicies.Keys);
            Known(activity, path, "ladder", "ladder", pack.Ladders.Keys);
            Known(activity, path, "table", "table", pack.DecisionTables.Keys);
            Known(activity, path, "notice", "notice", pack.Notices.Keys);
            Known(activity, path, "policy", "revisit_policy", pack.RevisitPolicies.Keys);
            Known(activity, path, "role", "role", StaffRoles.All);
            Known(activity, path, "roles", "role", StaffRoles.All);
            Known(activity, path, "approverRole", "role", StaffRoles.All);
            Known(activity, path, "stage", "stage", profile.Stages.Select(s => s.Code));
            Known(activity, path, "channel", "channel", Channels);
            Known(activity, path, "group", "clock", pack.ClockPolicies.Keys);
            if (type == "Sop.HumanTask")
            {
                CheckOutcomes(activity, path);
            }
        }

        public void Refuse(string type, JsonObject activity, string path) =>
            faults.Add(new("sop.activity.unsupported", path + ".type", null, null, activity.Text("id"), activity.Text("name"), $"{type} is not carried out in an SOP. Use the activities of category SOP, or Sop.CaseEvent to wait for something from outside."));

        /// <summary>A person picks among the form's outcomes, so each of them needs a port and each port must be pickable.</summary>
        private void CheckOutcomes(JsonObject activity, string path)
        {
            if (Literals(activity["form"]) is [var formId] && pack.Forms.TryGetValue(formId, out var form) && form.Outcomes.Count > 0)
            {
                var allowed = form.Outcomes.Select(o => o.Value).ToList();
                foreach (var outcome in OutcomesOf(activity).Except(allowed, StringComparer.Ordinal))
                {
                    faults.Add(Unknown(path + ".outcomes", activity.Text("id"), activity.Text("name"), "outcome", outcome, allowed));
                }
            }
        }

        /// <summary>An outcome that leads nowhere would end its branch without a word.</summary>
        public void CheckPorts(JsonArray activities, JsonArray connections, string path)
        {
            var connected = connections.OfType<JsonObject>()
                .Select(c => c["source"] as JsonObject)
                .OfType<JsonObject>()
                .Select(s => (s.Text("activity"), s.Text("port") ?? DefaultOutcome))
                .ToHashSet();
            for (var i = 0; i < activities.Count; i++)
            {
                if (activities[i] is not JsonObject activity || activity.Text("type") != "Sop.HumanTask")
                {
                    continue;
                }

                foreach (var outcome in OutcomesOf(activity).Where(o => !connected.Contains((activity.Text("id"), o))))
                {
                    faults.Add(new("sop.outcome.unconnected", $"{path}.activities[{i}].outcomes", null, null, activity.Text("id"), activity.Text("name"), $"The outcome '{outcome}' leads nowhere. Connect its port, or take it out of the outcomes."));
                }
            }
        }

        /// <summary>The literal outcomes; <c>Done</c> where the step names none; nothing where an expression does.</summary>
        private static List<string> OutcomesOf(JsonObject activity) =>
            activity["outcomes"] is null ? [DefaultOutcome] : Literals(activity["outcomes"]);

        private void Known(JsonObject activity, string path, string property, string what, IEnumerable<string> known)
        {
            foreach (var value in Literals(activity[property]).Where(v => v.Length > 0 && !known.Contains(v, StringComparer.Ordinal)))
            {
                faults.Add(Unknown($"{path}.{property}", activity.Text("id"), activity.Text("name"), what, value, known));
            }
        }

        private static List<string> Literals(JsonNode? input)
        {
            if (input is not JsonObject wrapper || wrapper["expression"] is not JsonObject expression || expression.Text("type") is not ("Literal" or "Object"))
            {
                return [];
            }

            return expression["value"] switch
            {
                JsonArray array => [.. array.OfType<JsonValue>().Select(v => v.ToString())],
                JsonValue value when value.TryGetValue<string>(out var text) => text.StartsWith('[') ? Parsed(text) : [text],
                _ => [],
            };
        }

        /// <summary>Elsa Studio writes objects as a text of JSON. A malformed one is the compiler's fault to report.</summary>
        private static List<string> Parsed(string text)
        {
            try
            {
                return JsonNode.Parse(text) is JsonArray array ? [.. array.OfType<JsonValue>().Select(v => v.ToString())] : [];
            }
            catch (JsonException)
            {
                return [];
            }
        }
    }
}
