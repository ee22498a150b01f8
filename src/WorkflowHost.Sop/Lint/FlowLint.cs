using WorkflowHost.Sop.Definitions;

namespace WorkflowHost.Sop.Lint;

/// <summary>How steps are connected: what is never reached, what leads nowhere, what spins.</summary>
internal static class FlowLint
{
    public static void Check(LintContext context)
    {
        foreach (var flow in context.Outline.Flows)
        {
            CheckPorts(context, flow);
            CheckReach(context, flow);
            LoopLint.Check(context, flow);
            CheckClosing(context, flow);
        }

        foreach (var loop in context.Outline.OfType("Elsa.While"))
        {
            LoopLint.CheckWhile(context, loop);
        }
    }

    private static void CheckReach(LintContext context, OutlineFlow flow)
    {
        var reached = flow.ReachableFrom(flow.Starts);
        foreach (var node in flow.Nodes.Where(each => !reached.Contains(each)))
        {
            context.Warn(LintCodes.StepUnreachable, node, null);
        }
    }

    /// <summary>
    /// A case whose branches have all come to an end is over, whether or not anybody closed it: its deadlines would be dropped
    /// without a word. Of branches side by side it is enough that one closes the case.
    /// </summary>
    private static void CheckClosing(LintContext context, OutlineFlow flow)
    {
        if (context.Profile is null || flow.Nodes.FirstOrDefault(each => each.Type == "Sop.OpenCase") is not { } open)
        {
            return;
        }

        if (new WayOut(flow, context.Pack, node => node.Type == "Sop.CloseCase").EndWithout(open) is { } end)
        {
            context.Warn(LintCodes.CaseNeverClosed, end, null);
        }
    }

    private static void CheckPorts(LintContext context, OutlineFlow flow)
    {
        foreach (var connection in flow.Connections)
        {
            if (ActivityPorts.Of(connection.Source, context.Pack) is { } ports && !ports.Contains(connection.Port, StringComparer.Ordinal))
            {
                Tell(context, connection, LintCodes.PortUnknown, ports);
            }
            else if (ActivityPorts.Drawn(connection.Source) is { } drawn && !drawn.Contains(connection.Port, StringComparer.Ordinal))
            {
                Tell(context, connection, LintCodes.PortNotDrawn, drawn);
            }
        }

        if (context.Profile is null)
        {
            return;
        }

        // An outcome that leads nowhere would end its branch without a word.
        foreach (var task in flow.Nodes.Where(each => each.Type == "Sop.HumanTask"))
        {
            var connected = flow.From(task).Select(each => each.Port).ToHashSet(StringComparer.Ordinal);
            foreach (var outcome in (ActivityPorts.TaskOutcomes(task) ?? []).Where(each => !connected.Contains(each)))
            {
                context.Add(new(
                    LintCodes.OutcomeUnconnected,
                    LintSeverity.Error,
                    task.Id,
                    task.Name,
                    task.Path + ".outcomes",
                    Language.Sentence.Of(LintCodes.OutcomeUnconnected, ("step", task.Name), ("outcome", outcome))));
            }
        }
    }

    private static void Tell(LintContext context, OutlineConnection connection, string code, IReadOnlyList<string> ports) =>
        context.Add(new(
            code,
            LintSeverity.Warning,
            connection.Source.Id,
            connection.Source.Name,
            connection.Path,
            Language.Sentence.Of(
                code,
                ("step", connection.Source.Name),
                ("port", connection.Port),
                ("target", connection.Target.Name),
                ("ports", string.Join(", ", ports)))));
}
