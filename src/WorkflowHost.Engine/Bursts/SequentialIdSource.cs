namespace WorkflowHost.Engine.Bursts;

/// <summary>Ids that count up from a seed: for tests and simulations, where a run must repeat. Not thread-safe.</summary>
public sealed class SequentialIdSource(ulong seed = 0) : IIdSource
{
    private ulong _last = seed;

    public ulong NewNumber() => unchecked(++_last);

    public string NewId() => InstanceNumber.Text(NewNumber());

    public Guid NewGuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, Mixed());
        BitConverter.TryWriteBytes(bytes[8..], Mixed());
        return new Guid(bytes);
    }

    // 53 bits are what a double holds exactly.
    public double NextDouble() => (Mixed() >> 11) * (1.0 / (1UL << 53));

    // SplitMix64 (Steele, Lea, Flood 2014): spreads a counter over all bits.
    private ulong Mixed()
    {
        unchecked
        {
            var z = NewNumber() * 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}
