using WorkflowHost.Sop.Decisions;

namespace WorkflowHost.Sop.Changes;

/// <summary>A condition in one written form, close to how its file says it.</summary>
internal static class ConditionText
{
    public static string Of(Condition? condition)
    {
        if (condition is null)
        {
            return string.Empty;
        }

        var parts = condition.All.Select(each => $"{each.Fact} {SignOf(each.Operator)} {StepValues.Canonical(each.Value)}").ToList();
        if (condition.Any.Count > 0)
        {
            parts.Add("(" + string.Join(" | ", condition.Any.Select(Of)) + ")");
        }

        if (condition.Not is { } not)
        {
            parts.Add("!(" + Of(not) + ")");
        }

        return string.Join(" & ", parts);
    }

    private static string SignOf(ConditionOperator @operator) => @operator switch
    {
        ConditionOperator.Equal => "=",
        ConditionOperator.NotEqual => "!=",
        ConditionOperator.Greater => ">",
        ConditionOperator.GreaterOrEqual => ">=",
        ConditionOperator.Less => "<",
        ConditionOperator.LessOrEqual => "<=",
        _ => @operator.ToString().ToLowerInvariant(),
    };
}
