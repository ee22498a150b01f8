using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Engine.Programs;

/// <summary>Collects what is wrong with one definition, each with its place in the text.</summary>
internal sealed class CompileReport(WorkflowDefinition definition)
{
    private readonly List<DefinitionFault> _faults = [];
    private readonly List<DefinitionFault> _warnings = [];

    public IReadOnlyList<DefinitionFault> Faults => _faults;

    public IReadOnlyList<DefinitionFault> Warnings => _warnings;

    /// <summary>The activity being compiled, named in what is reported.</summary>
    public (string? Id, string? Name) Activity { get; set; }

    public void Fault(string code, string path, string message) => _faults.Add(At(code, path, message));

    public void Warn(string code, string path, string message) => _warnings.Add(At(code, path, message));

    private DefinitionFault At(string code, string path, string message)
    {
        var place = Place(path);
        return new DefinitionFault(code, path, place?.Line, place?.Column, Activity.Id, Activity.Name, message);
    }

    // A missing property has no place of its own; the object around it is the best there is.
    private (int Line, int Column)? Place(string path)
    {
        for (var at = path; at.Length > 0;)
        {
            if (definition.Locate(at) is { } place)
            {
                return place;
            }

            var cut = at.LastIndexOfAny(['.', '[']);
            at = cut < 0 ? "" : at[..cut];
        }

        return null;
    }
}
