using WorkflowHost.Engine.Definitions;
using WorkflowHost.Sop.Activities;
using WorkflowHost.Sop.Language;

namespace WorkflowHost.Sop.Lint;

/// <summary>
/// Everything that can be said about a definition without running it: what the compiler says, whether what it names exists, and the
/// rules of trade. Pure, thread-safe; quick enough to run at every save.
/// </summary>
public static class SopLint
{
    public static LintReport Check(LintRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var context = new LintContext(request);
        ReferenceLint.Check(context);
        RoleLint.Check(context);
        FlowLint.Check(context);
        if (context.Profile is not null)
        {
            ContactLint.Check(context);
            ClockLint.Check(context);
            LimitLint.Check(context);
            FieldLint.Check(context);
            OutputLint.Check(context);
        }

        var compilation = request.Compilation ?? SopCatalog.Compiler().Compile(request.Definition);
        AddCompilation(context, compilation.Faults, LintSeverity.Error);
        AddCompilation(context, compilation.Warnings, LintSeverity.Warning);
        return new(InOrder(context));
    }

    /// <summary>The references alone, as faults: what the start-up check of files asks for.</summary>
    internal static IReadOnlyList<LintFinding> References(LintRequest request)
    {
        var context = new LintContext(request);
        ReferenceLint.Check(context);
        FlowLint.Check(context);
        return [.. context.Findings.Where(each => each.Severity == LintSeverity.Error && each.Code.StartsWith("sop.", StringComparison.Ordinal))];
    }

    /// <summary>Where a rule of trade and the compiler see the same thing at one activity, the rule of trade has told it better.</summary>
    private static void AddCompilation(LintContext context, IReadOnlyList<DefinitionFault> faults, LintSeverity severity)
    {
        foreach (var fault in faults)
        {
            if (fault.ActivityId is null || !context.Findings.Any(each => each.Code == fault.Code && each.ActivityId == fault.ActivityId))
            {
                var name = fault.ActivityId is { } id ? context.Outline.Find(id)?.Name ?? fault.ActivityName : fault.ActivityName;
                context.Add(new(fault.Code, severity, fault.ActivityId, name, fault.Path, Message(fault)) { Line = fault.Line, Column = fault.Column });
            }
        }
    }

    /// <summary>The compiler speaks English; in Chinese its kind of fault is named and the detail follows.</summary>
    private static Sentence Message(DefinitionFault fault) =>
        Sentence.Of(SentenceTexts.Find("compile." + fault.Code) is null ? "compile" : "compile." + fault.Code, ("detail", fault.Message));

    private static List<LintFinding> InOrder(LintContext context)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var activity in context.Outline.Activities)
        {
            places.TryAdd(activity.Id, places.Count);
        }

        return [.. context.Findings
            .OrderBy(each => each.Severity)
            .ThenBy(each => each.ActivityId is { } id && places.TryGetValue(id, out var place) ? place : -1)];
    }
}
