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
            ReaderLint.Check(context);
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
        var told = context.Findings.Select(each => (each.Code, each.ActivityId)).ToHashSet();
        foreach (var fault in faults)
        {
            if (fault.ActivityId is null || !told.Contains((fault.Code, fault.ActivityId)))
            {
                var name = fault.ActivityId is { } id ? NameOf(context, id, fault.Path) ?? fault.ActivityName : fault.ActivityName;
                context.Add(new(fault.Code, Severity(context, fault, severity), fault.ActivityId, name, fault.Path, Message(fault)) { Line = fault.Line, Column = fault.Column });
            }
        }
    }

    /// <summary>Two activities may share an id, which is a fault of the second: it is the one that lies around the place.</summary>
    private static string? NameOf(LintContext context, string id, string path) =>
        (context.Outline.Activities.LastOrDefault(each => each.Id == id && path.StartsWith(each.Path, StringComparison.Ordinal)) ?? context.Outline.Find(id))?.Name;

    /// <summary>As in Elsa a value that is none of its type counts as nothing. A plain workflow from there goes on as it did; in an SOP nobody means that.</summary>
    private static LintSeverity Severity(LintContext context, DefinitionFault fault, LintSeverity severity) =>
        context.Profile is not null && fault.Code is (DefinitionFaultCodes.InputType or DefinitionFaultCodes.VariableValue) ? LintSeverity.Error : severity;

    /// <summary>What the compiler says with words of its own is told in both languages; else the kind of fault is named in Chinese and the detail follows in English.</summary>
    private static Sentence Message(DefinitionFault fault)
    {
        var code = "compile." + fault.Code;
        return fault.Args.Count > 0 && SentenceTexts.Find(code + ".told") is not null ? Sentence.Of(code + ".told", [.. fault.Args.Select(Word)])
            : Sentence.Of(SentenceTexts.Find(code) is null ? "compile" : code, ("detail", fault.Message));
    }

    private static (string Name, LocalizedText Value) Word(KeyValuePair<string, string> arg) =>
        (arg.Key, arg.Key == "kind" ? SentenceTexts.Find("compile.kind." + arg.Value) ?? arg.Value : arg.Value);

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
