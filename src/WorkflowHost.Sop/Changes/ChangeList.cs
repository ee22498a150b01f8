using WorkflowHost.Sop.Definitions;
using WorkflowHost.Sop.Language;

namespace WorkflowHost.Sop.Changes;

/// <summary>Gathers the sentences of one comparison.</summary>
internal sealed class ChangeList
{
    private readonly List<DefinitionChange> _changes = [];

    public IReadOnlyList<DefinitionChange> Changes => _changes;

    public void Definition(string code, params ReadOnlySpan<(string Name, LocalizedText Value)> words) =>
        _changes.Add(new(ChangeSubject.Definition, null, null, Sentence.Of(code, words)));

    public void Pack(string code, params ReadOnlySpan<(string Name, LocalizedText Value)> words) =>
        _changes.Add(new(ChangeSubject.Pack, null, null, Sentence.Of(code, words)));

    public void Step(string code, OutlineActivity step, params ReadOnlySpan<(string Name, LocalizedText Value)> words) =>
        _changes.Add(new(ChangeSubject.Step, step.Id, step.Name, Sentence.Of(code, [("step", step.Name), .. words])));

    public void Connection(string code, OutlineActivity step, params ReadOnlySpan<(string Name, LocalizedText Value)> words) =>
        _changes.Add(new(ChangeSubject.Connection, step.Id, step.Name, Sentence.Of(code, [("step", step.Name), .. words])));
}
