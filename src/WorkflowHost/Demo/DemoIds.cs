using System.Globalization;
using WorkflowHost.Engine.Bursts;

namespace WorkflowHost.Demo;

/// <summary>Ids that look random and are the same every time, so that a demo can be described and repeated (SplitMix64).</summary>
internal sealed class DemoIds(ulong seed) : IIdSource
{
    private ulong _state = seed;

    public string NewId() => NewNumber().ToString("x16", CultureInfo.InvariantCulture);

    public Guid NewGuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, NewNumber());
        BitConverter.TryWriteBytes(bytes[8..], NewNumber());
        return new Guid(bytes);
    }

    public double NextDouble() => (NewNumber() >> 11) * (1.0 / (1UL << 53));

    public ulong NewNumber()
    {
        unchecked
        {
            var z = Interlocked.Add(ref _state, 0x9E3779B97F4A7C15);
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}
