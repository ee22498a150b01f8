namespace WorkflowHost.Runtime.Definitions;

/// <summary>The workflows folder has faults; nothing of it was loaded and the host must not serve.</summary>
public sealed class PackRejectedException(string folder, IReadOnlyList<StartFault> faults)
    : Exception($"{folder} has {faults.Count} fault(s); nothing was loaded:{Environment.NewLine}{string.Join(Environment.NewLine, faults)}")
{
    /// <summary>Every fault of every file.</summary>
    public IReadOnlyList<StartFault> Faults { get; } = faults;
}
