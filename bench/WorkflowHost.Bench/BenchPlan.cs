using System.Globalization;

namespace WorkflowHost.Bench;

/// <param name="Measured">How long each number of callers is measured, after warming up.</param>
/// <param name="WarmUp">How long before: hot paths are compiled in steps, the last after tens of thousands of commands, and a host that runs for weeks is measured only after that.</param>
/// <param name="Callers">Numbers of callers, each measured on a fresh host and database.</param>
/// <param name="SizedCases">How many cases the file sizes are taken over.</param>
internal sealed record BenchPlan(TimeSpan Measured, TimeSpan WarmUp, IReadOnlyList<int> Callers, int SizedCases = 0)
{
    /// <exception cref="ArgumentException">An option is unknown or has no value.</exception>
    public BenchPlan With(IReadOnlyList<string> options)
    {
        var plan = this;
        for (var i = 0; i < options.Count; i += 2)
        {
            var value = i + 1 < options.Count ? options[i + 1] : throw new ArgumentException($"{options[i]} needs a value.", nameof(options));
            plan = options[i] switch
            {
                "--seconds" => plan with { Measured = TimeSpan.FromSeconds(int.Parse(value, CultureInfo.InvariantCulture)) },
                "--warm" => plan with { WarmUp = TimeSpan.FromSeconds(int.Parse(value, CultureInfo.InvariantCulture)) },
                "--callers" => plan with { Callers = [.. value.Split(',').Select(number => int.Parse(number, CultureInfo.InvariantCulture))] },
                "--cases" => plan with { SizedCases = int.Parse(value, CultureInfo.InvariantCulture) },
                _ => throw new ArgumentException($"Unknown option {options[i]}.", nameof(options)),
            };
        }

        return plan;
    }
}
