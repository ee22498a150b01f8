using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using WorkflowHost.Engine.Bursts;

namespace WorkflowHost.Runtime;

/// <summary>Ids of the running host: 64 random bits, so that no two hosts need to agree. Thread-safe.</summary>
public sealed class RandomIdSource : IIdSource
{
    // Every activity that runs takes a number; asking for them one by one would cost more than running it.
    private const int Ahead = 64;

    [ThreadStatic]
    private static ulong[]? _numbers;

    [ThreadStatic]
    private static int _left;

    public ulong NewNumber()
    {
        var numbers = _numbers ??= new ulong[Ahead];
        if (_left == 0)
        {
            RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(numbers.AsSpan()));
            _left = numbers.Length;
        }

        return numbers[--_left];
    }

    public string NewId() => NewNumber().ToString("x16", CultureInfo.InvariantCulture);

    public Guid NewGuid() => Guid.NewGuid();

    // 53 bits are what a double holds exactly.
    public double NextDouble() => RandomNumberGenerator.GetInt32(1 << 26) * (1.0 / (1L << 26))
        + RandomNumberGenerator.GetInt32(1 << 27) * (1.0 / (1L << 53));
}
