using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Programs;

namespace WorkflowHost.Engine.Control;

/// <summary>One case of a switch: its label is a port, or it holds an activity.</summary>
internal sealed record SwitchCase(string Label, Input<bool> Condition, ProgramNode? Activity)
{
    public static InputDescriptor ModeDescriptor { get; } = new("Mode", "SwitchMode", ("Mode", "方式"), ("Take the first case that matches, or all of them.", "只取第一个符合的情形，还是取全部符合的情形。"))
    {
        UiHint = "dropdown",
        Choices = [new("MatchFirst", ("Match first", "第一个符合的")), new("MatchAny", ("Match any", "全部符合的"))],
        DefaultValue = "MatchFirst",
    };

    public static IReadOnlyList<SwitchCase> Read(ActivityBinder binder, bool hasActivities)
    {
        if (binder.Raw("cases") is not { } json)
        {
            return [];
        }

        if (json is not JsonArray items)
        {
            binder.Fault(DefinitionFaultCodes.InputInvalid, "cases", "\"cases\" must be an array.");
            return [];
        }

        var cases = new List<SwitchCase>(items.Count);
        var path = JsonLocator.Member(binder.Path, "cases");
        for (var i = 0; i < items.Count; i++)
        {
            var casePath = JsonLocator.Element(path, i);
            if (items[i] is not JsonObject item)
            {
                binder.Fault(DefinitionFaultCodes.InputInvalid, casePath, "A case must be an object with \"label\" and \"condition\".");
                continue;
            }

            cases.Add(new SwitchCase(
                ProgramBuilder.Text(item, "label") ?? "",
                binder.ExpressionInput<bool>("Condition", item["condition"], JsonLocator.Member(casePath, "condition")),
                hasActivities ? binder.ChildAt(item["activity"], JsonLocator.Member(casePath, "activity")) : null));
        }

        return cases;
    }

    /// <summary>The first case whose condition holds, or with <c>MatchAny</c> all of them.</summary>
    public static List<SwitchCase> Matching(ActivityContext context, IReadOnlyList<SwitchCase> cases, string? mode)
    {
        var all = string.Equals(mode, "MatchAny", StringComparison.OrdinalIgnoreCase);
        var matching = new List<SwitchCase>();
        foreach (var each in cases)
        {
            if (context.Get(each.Condition))
            {
                matching.Add(each);
                if (!all)
                {
                    break;
                }
            }
        }

        return matching;
    }
}
