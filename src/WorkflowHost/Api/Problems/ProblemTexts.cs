namespace WorkflowHost.Api.Problems;

/// <summary>Marks the texts of problem codes (ProblemTexts.resx, Chinese; ProblemTexts.en.resx).</summary>
public sealed class ProblemTexts;
