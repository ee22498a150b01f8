using Microsoft.Playwright;

namespace WorkflowHost.Browser;

/// <summary>The installed browser; the packages bring a driver for it, never a browser.</summary>
internal static class Chromium
{
    public const string Setting = "WORKFLOWHOST_CHROMIUM";
    public const string RequireAll = "WORKFLOWHOST_REQUIRE_ALL";

    private static readonly string[] _names = ["chromium", "chromium-browser", "google-chrome", "chrome"];

    // No sandbox: CI runs as root in a container. The rest keeps the browser from calling home.
    private static readonly string[] _arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
    ];

    /// <summary>The program, or null when none is installed.</summary>
    public static string? Path { get; } = Find();

    /// <summary>Null when a test must run.</summary>
    public static string? ReasonToSkip =>
        Path is not null || Environment.GetEnvironmentVariable(RequireAll) == "1"
            ? null
            : $"Skipped: no Chromium in PATH and none named by {Setting}. Install it (Debian: apt-get install chromium fonts-noto-cjk) to run the browser journeys.";

    /// <exception cref="InvalidOperationException">None is installed.</exception>
    public static Task<IBrowser> LaunchAsync(IPlaywright playwright) => playwright.Chromium.LaunchAsync(new()
    {
        ExecutablePath = Path ?? throw new InvalidOperationException($"No Chromium in PATH and none named by {Setting}, and {RequireAll}=1 demands one."),
        Args = _arguments,
        Headless = true,
    });

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable(Setting) is { Length: > 0 } named)
        {
            return File.Exists(named) ? named : null;
        }

        var folders = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return _names.SelectMany(name => folders.Select(folder => System.IO.Path.Combine(folder, name))).FirstOrDefault(File.Exists);
    }
}
