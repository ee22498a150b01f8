namespace WorkflowHost.Starting;

/// <summary>The switches of the command line. They take no value, so they are removed before the configuration reads the rest as key and value pairs.</summary>
/// <param name="IsDemo"><c>--demo</c> (or setting <c>Demo:Enabled</c>): demo users and cases are created when there are none.</param>
/// <param name="IsMigrate"><c>--migrate</c>: bring the database up to date and end.</param>
/// <param name="Rest">Everything else, for the configuration.</param>
internal sealed record HostArguments(bool IsDemo, bool IsMigrate, string[] Rest)
{
    public static HostArguments Parse(string[] args) => new(
        args.Contains("--demo", StringComparer.Ordinal),
        args.Contains("--migrate", StringComparer.Ordinal),
        [.. args.Where(arg => arg is not ("--demo" or "--migrate"))]);
}
