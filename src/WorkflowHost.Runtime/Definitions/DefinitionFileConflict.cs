namespace WorkflowHost.Runtime.Definitions;

/// <summary>A file of the workflows folder that changed although its definition was edited on screen since. Somebody has to choose one.</summary>
/// <param name="EditedBy">Who edited it on screen last.</param>
public sealed record DefinitionFileConflict(string DefinitionId, string? Name, string FileName, string? EditedBy, DateTimeOffset EditedAt);
