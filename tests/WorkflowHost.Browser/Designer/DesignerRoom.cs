using Microsoft.Playwright;
using WorkflowHost.Journeys;

namespace WorkflowHost.Browser.Designer;

/// <summary>
/// What the designer's journeys share, since each of them alone would start a host and a browser: one host with its SOPs and people, and
/// one browser. They go one after another, and a journey that leaves an SOP changed draws on a copy of its own.
/// </summary>
[CollectionDefinition(Name)]
public sealed class DesignerRoom : ICollectionFixture<DesignerRoom>, IAsyncLifetime
{
    public const string Name = "Designer";

    private const string Password = "Harbour-Window-73";

    /// <summary>Who works here. Whoever keeps SOPs may also look after cases, which some journeys need.</summary>
    private static readonly Dictionary<string, string[]> _roles = new(StringComparer.Ordinal)
    {
        ["fengtao"] = ["process_owner", "agent", "handler"],
        ["sunli"] = ["process_owner", "agent"],
        ["hanmei"] = ["process_owner", "agent", "handler", "manager"],
    };

    private readonly Dictionary<string, string> _signedIn = new(StringComparer.Ordinal);
    private JourneyHost _host = null!;
    private Administrator _administrator = null!;
    private IPlaywright? _playwright;
    private IBrowser _browser = null!;

    /// <summary>A working Tuesday.</summary>
    internal static DateTimeOffset Morning { get; } = new(2026, 9, 15, 9, 40, 0, TimeSpan.FromHours(8));

    /// <summary>Journeys that are skipped need nothing.</summary>
    public async Task InitializeAsync()
    {
        if (Chromium.ReasonToSkip is null)
        {
            _host = new JourneyHost(Morning);
            _administrator = await _host.AdministratorAsync();
            _playwright = await Playwright.CreateAsync();
            _browser = await Chromium.LaunchAsync(_playwright);
        }
    }

    public async Task DisposeAsync()
    {
        if (_playwright is not null)
        {
            await _browser.DisposeAsync();
            _playwright.Dispose();
            _administrator.Dispose();
            await _host.DisposeAsync();
        }
    }

    /// <summary>A window of its own for one of the people, signed in and before the list of SOPs.</summary>
    /// <param name="pictures">Names the folder of its pictures.</param>
    internal async Task<Screen> EnterAsync(string userName, string pictures, string culture = "zh-CN")
    {
        var screen = _signedIn.TryGetValue(userName, out var signedIn)
            ? await Screen.OpenAsync(_browser, _host.Address, pictures, culture, signedIn)
            : await HiredAsync(_host, _administrator, userName, pictures, culture);
        _signedIn[userName] = signedIn ?? await screen.Page.Context.StorageStateAsync();
        await screen.Page.GotoAsync("/sops");
        return screen;
    }

    /// <summary>Hires one of the people at a host of the journey's own; a window for them, signed in.</summary>
    internal async Task<Screen> HiredAsync(JourneyHost host, Administrator administrator, string userName, string pictures, string culture = "zh-CN")
    {
        var (staffId, oneTimePassword) = await administrator.HireAsync(userName, userName, _roles[userName], CancellationToken.None);
        var screen = await Screen.OpenAsync(_browser, host.Address, pictures, culture, signedIn: null);
        await new Journey(screen, new Language(culture), new Hired(staffId, userName, oneTimePassword), host.Time).SignInAsync(userName, oneTimePassword, Password);
        return screen;
    }

    /// <summary>The same person's window on a host that was started again.</summary>
    internal Task<Screen> ReturnedAsync(JourneyHost host, string signedIn, string pictures, string culture = "zh-CN") =>
        Screen.OpenAsync(_browser, host.Address, pictures, culture, signedIn);
}
