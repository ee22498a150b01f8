using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;

namespace WorkflowHost.Engine.Bursts;

internal sealed partial class BurstRun
{
    // As in Elsa, outputs of activities live as long as the burst; what must last is bound to a variable.
    private List<(ProgramNode Node, string Output, object? Value)>? _activityOutputs;

    /// <summary>The latest output named Result of any activity in this burst.</summary>
    public object? LastResult { get; private set; }

    public void SetOutput(ActivityContext context, string name, object? value)
    {
        var node = context.Node;
        _activityOutputs ??= [];
        for (var i = _activityOutputs.Count - 1; i >= 0; i--)
        {
            if (_activityOutputs[i].Node.ActivityId == node.ActivityId && Same(_activityOutputs[i].Output, name))
            {
                _activityOutputs.RemoveAt(i);
                break;
            }
        }

        _activityOutputs.Add((node, name, value));
        _journal.Gave(context, name, value);
        if (Same(name, "Result"))
        {
            LastResult = value;
        }

        foreach (var binding in node.Outputs)
        {
            if (Same(binding.OutputName, name))
            {
                Bind(context, binding.TargetId, value);
            }
        }
    }

    /// <summary>An output given earlier in this burst, by activity id or name.</summary>
    public object? FindOutput(string activity, string? output)
    {
        for (var i = (_activityOutputs?.Count ?? 0) - 1; i >= 0; i--)
        {
            var each = _activityOutputs![i];
            if ((each.Node.ActivityId == activity || each.Node.Name == activity) && Same(each.Output, output ?? "Result"))
            {
                return each.Value;
            }
        }

        return null;
    }

    /// <summary>An output given earlier in this burst by this activity; in a loop the latest.</summary>
    public object? FindOutput(ProgramNode node, string? output)
    {
        for (var i = (_activityOutputs?.Count ?? 0) - 1; i >= 0; i--)
        {
            if (_activityOutputs![i].Node == node && _activityOutputs[i].Output == (output ?? "Result"))
            {
                return _activityOutputs[i].Value;
            }
        }

        return null;
    }

    private void Bind(ActivityContext context, string targetId, object? value)
    {
        if (context.FindVariableById(targetId) is { } variable)
        {
            variable.Value = value;
        }
        else if (Program.OutputNames.Contains(targetId))
        {
            SetWorkflowOutput(targetId, value);
        }
    }

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
