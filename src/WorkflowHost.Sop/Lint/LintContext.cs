using WorkflowHost.Engine.Definitions;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Definitions;
using WorkflowHost.Sop.Language;
using WorkflowHost.Sop.Packs;

namespace WorkflowHost.Sop.Lint;

/// <summary>What the rules of one check share, and where they put what they find.</summary>
internal sealed class LintContext
{
    private readonly List<LintFinding> _findings = [];
    private readonly HashSet<(string Code, string Path, string? ActivityId, string Message)> _seen = [];

    public LintContext(LintRequest request)
    {
        Outline = DefinitionOutline.Of(request.Definition);
        Pack = request.Pack;
        Profile = SopProfile.Of(request.Definition);
        MembersOf = request.MembersOf;
        Sops = request.Sops;
        Names = new NamesInUse(request.Pack);
    }

    public DefinitionOutline Outline { get; }

    public SopPack Pack { get; }

    /// <summary>Null for a plain workflow, which has neither clocks nor tasks of a case.</summary>
    public SopProfile? Profile { get; }

    public Func<string, int>? MembersOf { get; }

    public IReadOnlyCollection<string>? Sops { get; }

    public NamesInUse Names { get; }

    public IReadOnlyList<LintFinding> Findings => _findings;

    public void Error(string code, OutlineActivity activity, string? property, params ReadOnlySpan<(string Name, LocalizedText Value)> words) =>
        Add(code, LintSeverity.Error, activity, property, words);

    public void Warn(string code, OutlineActivity activity, string? property, params ReadOnlySpan<(string Name, LocalizedText Value)> words) =>
        Add(code, LintSeverity.Warning, activity, property, words);

    /// <summary>A finding of the whole definition.</summary>
    public void Add(string code, LintSeverity severity, string path, params ReadOnlySpan<(string Name, LocalizedText Value)> words) =>
        Add(new(code, severity, null, null, path, Sentence.Of(code, words)));

    /// <summary>Adds a finding once: two rules may see the same thing at the same place.</summary>
    public void Add(LintFinding finding)
    {
        if (_seen.Add((finding.Code, finding.Path, finding.ActivityId, finding.Message.Text.En)))
        {
            _findings.Add(finding);
        }
    }

    public void Add(string code, LintSeverity severity, OutlineActivity activity, string? property, params ReadOnlySpan<(string Name, LocalizedText Value)> words)
    {
        var path = property is null ? activity.Path : JsonLocator.Member(activity.Path, property);
        Add(new(code, severity, activity.Id, activity.Name, path, Sentence.Of(code, [("step", activity.Name), .. words])));
    }

    public LocalizedText ClockName(string policyId) => Pack.ClockPolicies.TryGetValue(policyId, out var policy) ? policy.Name : policyId;

    public LocalizedText RoleName(string role) => Pack.Roles.TryGetValue(role, out var name) ? name : role;
}
