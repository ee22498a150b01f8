using WorkflowHost.Sop.Packs;

namespace WorkflowHost.Runtime.Definitions;

/// <summary>The pack in force. Replaced as a whole, so that no command ever sees half of two.</summary>
public sealed class SopPackSource
{
    private volatile SopPack? _current;

    /// <exception cref="InvalidOperationException">Asked before the start loaded it.</exception>
    public SopPack Current => _current ?? throw new InvalidOperationException("The SOP pack is not loaded yet; the runtime's start loads it.");

    internal void Replace(SopPack pack) => _current = pack;
}
