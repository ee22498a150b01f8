namespace WorkflowHost.Runtime.Definitions;

/// <summary>A file of the workflows folder that changed although its definition was edited on screen since, or retracted. Somebody has to choose one.</summary>
/// <param name="EditedBy">Who edited it last; null when nobody of the house did.</param>
/// <param name="IsRetracted">Taking the file would publish again what somebody retracted.</param>
public sealed record DefinitionFileConflict(string DefinitionId, string? Name, string FileName, string? EditedBy, DateTimeOffset EditedAt, bool IsRetracted);
