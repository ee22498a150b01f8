using System.Globalization;
using System.Security.Cryptography;
using WorkflowHost.Engine.Bursts;

namespace WorkflowHost.Runtime;

/// <summary>Ids of the running host: 64 random bits, so that no two hosts need to agree. Thread-safe.</summary>
public sealed class RandomIdSource : IIdSource
{
    public ulong NewNumber()
    {
        Span<byte> bytes = stackalloc byte[8];
        RandomNumberGenerator.Fill(bytes);
        return BitConverter.ToUInt64(bytes);
    }

    public string NewId() => NewNumber().ToString("x16", CultureInfo.InvariantCulture);

    public Guid NewGuid() => Guid.NewGuid();

    // 53 bits are what a double holds exactly.
    public double NextDouble() => RandomNumberGenerator.GetInt32(1 << 26) * (1.0 / (1L << 26))
        + RandomNumberGenerator.GetInt32(1 << 27) * (1.0 / (1L << 53));
}
