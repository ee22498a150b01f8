using System.Globalization;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Engine.Programs;

/// <summary>Collects what is wrong with one definition, each with its place in the text, up to a limit.</summary>
internal sealed class CompileReport(WorkflowDefinition definition, DefinitionLimits limits)
{
    private readonly List<DefinitionFault> _faults = [];
    private readonly List<DefinitionFault> _warnings = [];
    private int _moreFaults;

    /// <summary>All faults, or the first ones and how many more there are.</summary>
    public IReadOnlyList<DefinitionFault> Faults => _moreFaults == 0
        ? _faults
        : [.. _faults, new DefinitionFault(
            DefinitionFaultCodes.DefinitionSize, "$", null, null, null, null, string.Create(CultureInfo.InvariantCulture, $"There are {_moreFaults} faults more."))
        {
            FileName = definition.FileName,
        }];

    public IReadOnlyList<DefinitionFault> Warnings => _warnings;

    public DefinitionLimits Limits => limits;

    public bool HasFaults => _faults.Count > 0;

    /// <summary>The activity being compiled, named in what is reported.</summary>
    public (string? Id, string? Name) Activity { get; set; }

    public void Fault(string code, string path, string message, params ReadOnlySpan<(string Name, string Value)> args)
    {
        if (_faults.Count < limits.Reports)
        {
            _faults.Add(At(code, path, message, args));
        }
        else
        {
            _moreFaults++;
        }
    }

    public void Warn(string code, string path, string message, params ReadOnlySpan<(string Name, string Value)> args)
    {
        if (_warnings.Count < limits.Reports)
        {
            _warnings.Add(At(code, path, message, args));
        }
    }

    // A missing property has no place of its own; the object around it is the best there is.
    private DefinitionFault At(string code, string path, string message, ReadOnlySpan<(string Name, string Value)> args)
    {
        var place = definition.Locate(path);
        var named = new Dictionary<string, string>(args.Length, StringComparer.Ordinal);
        foreach (var (name, value) in args)
        {
            named[name] = value;
        }

        return new DefinitionFault(code, path, place?.Line, place?.Column, Activity.Id, Activity.Name, message) { FileName = definition.FileName, Args = named };
    }
}
