using WorkflowHost.Sop.Language;

namespace WorkflowHost.Sop.Changes;

/// <summary>What a change is about; screens group by it.</summary>
public enum ChangeSubject
{
    /// <summary>The definition as a whole: name, profile, variables, start.</summary>
    Definition,

    /// <summary>A step: added, removed, or one of its values.</summary>
    Step,

    /// <summary>How steps are connected.</summary>
    Connection,

    /// <summary>Something of the SOP pack that the definition uses: a clock, form, table, letter.</summary>
    Pack,
}

/// <summary>One difference between two versions that means something, as a sentence of the trade.</summary>
/// <param name="ActivityId">The step it is about; null when it is about none.</param>
/// <param name="ActivityName">What a person calls that step, by the later version where it is in both.</param>
/// <param name="Sentence">Code and words; <c>Sentence.In(culture)</c> is the finished sentence.</param>
public sealed record DefinitionChange(ChangeSubject Subject, string? ActivityId, string? ActivityName, Sentence Sentence)
{
    public string Code => Sentence.Code;

    public override string ToString() => Sentence.Text.Zh;
}

/// <summary>All differences between two versions.</summary>
/// <param name="Changes">Those that mean something, in the order a person would tell them.</param>
/// <param name="IsLayoutChanged">Positions, sizes, bends of lines or the order of the file differ.</param>
public sealed record DefinitionChanges(IReadOnlyList<DefinitionChange> Changes, bool IsLayoutChanged)
{
    /// <summary>The drawing was tidied up and nothing else.</summary>
    public bool IsLayoutOnly => Changes.Count == 0 && IsLayoutChanged;

    public bool IsEmpty => Changes.Count == 0 && !IsLayoutChanged;
}
