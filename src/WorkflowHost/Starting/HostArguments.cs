namespace WorkflowHost.Starting;

/// <summary>The switches of the command line. They take no value, so they are removed before the configuration reads the rest as key and value pairs.</summary>
/// <param name="IsDemo"><c>--demo</c> (or setting <c>Demo:Enabled</c>): demo users and cases are created when there are none.</param>
/// <param name="IsMigrate"><c>--migrate</c>: bring the database up to date and end.</param>
/// <param name="IsResetAdmin"><c>--reset-admin</c>: give the administrator <c>admin</c> a new one-time password, print it and end.</param>
/// <param name="Unknown">A switch without value that is none of these; the configuration would pass over it without a word.</param>
/// <param name="Rest">Everything else, for the configuration.</param>
internal sealed record HostArguments(bool IsDemo, bool IsMigrate, bool IsResetAdmin, string? Unknown, string[] Rest)
{
    public const string Demo = "--demo";
    public const string Migrate = "--migrate";
    public const string ResetAdmin = "--reset-admin";

    public static HostArguments Parse(string[] args)
    {
        string[] rest = [.. args.Where(arg => arg is not (Demo or Migrate or ResetAdmin))];
        return new(
            args.Contains(Demo, StringComparer.Ordinal),
            args.Contains(Migrate, StringComparer.Ordinal),
            args.Contains(ResetAdmin, StringComparer.Ordinal),
            rest.Where((arg, at) => IsSwitch(arg) && !arg.Contains('=', StringComparison.Ordinal) && (at + 1 == rest.Length || IsSwitch(rest[at + 1]))).FirstOrDefault(),
            rest);
    }

    private static bool IsSwitch(string arg) => arg.StartsWith("--", StringComparison.Ordinal);
}
