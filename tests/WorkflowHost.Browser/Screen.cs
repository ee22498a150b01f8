using System.Globalization;
using Microsoft.Playwright;
using WorkflowHost.Journeys;

namespace WorkflowHost.Browser;

/// <summary>A person's browser window. Every fault the page reports is kept; every picture taken is numbered in order.</summary>
internal sealed class Screen : IAsyncDisposable
{
    /// <summary>How long the page may take to show what is expected; ample, since a slow machine is no fault of the page.</summary>
    private const int PatienceMs = 60_000;

    private readonly IPlaywright? _ownPlaywright;
    private readonly List<string> _faults = [];
    private readonly string _pictures;
    private int _taken;

    private Screen(IPlaywright? ownPlaywright, IPage page, Uri host, string pictures)
    {
        (_ownPlaywright, Page, Host, _pictures) = (ownPlaywright, page, host, pictures);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                Note($"console: {message.Text} ({message.Location})");
            }
        };
        page.Request += (_, request) =>
        {
            // Nothing a person works with may be asked for on the internet.
            if (new Uri(request.Url) is { Scheme: "http" or "https" or "ws" or "wss" } asked && asked.Authority != host.Authority)
            {
                Note($"asked outside: {request.Url}");
            }
        };
        page.PageError += (_, error) => Note($"script: {error}");
        page.Response += (_, response) =>
        {
            if (response.Status >= 400)
            {
                Note($"{response.Status} for {response.Url}");
            }
        };
    }

    public IPage Page { get; }

    public Uri Host { get; }

    /// <summary>Console errors (which tell of breaches of the content policy), script errors, refused requests and requests to other machines so far.</summary>
    public IReadOnlyList<string> Faults
    {
        get
        {
            lock (_faults)
            {
                return [.. _faults];
            }
        }
    }

    /// <summary>In a browser of its own.</summary>
    /// <param name="name">Names the folder of pictures under <c>artifacts/browser</c>.</param>
    public static async Task<Screen> OpenAsync(Uri host, string name, string culture)
    {
        var playwright = await Playwright.CreateAsync();
        return await OpenAsync(playwright, await Chromium.LaunchAsync(playwright), host, name, culture, signedIn: null);
    }

    /// <summary>In a browser that others use too; it shares nothing with their windows.</summary>
    /// <param name="name">Names the folder of pictures under <c>artifacts/browser</c>.</param>
    /// <param name="signedIn">What an earlier window of the person left in the browser (<see cref="IBrowserContext.StorageStateAsync"/>); null for nothing.</param>
    public static Task<Screen> OpenAsync(IBrowser browser, Uri host, string name, string culture, string? signedIn) =>
        OpenAsync(null, browser, host, name, culture, signedIn);

    public async Task PictureAsync(string name)
    {
        // From the top, or what sticks to the window's edge is painted across the middle of a long page.
        await Page.EvaluateAsync("() => window.scrollTo(0, 0)");
        var file = string.Create(CultureInfo.InvariantCulture, $"{++_taken:00}-{name}.png");
        await Page.ScreenshotAsync(new() { Path = Path.Combine(_pictures, file), FullPage = true, Animations = ScreenshotAnimations.Disabled });
    }

    /// <summary>Runs a part of a journey; where it fails, a picture shows what was on screen.</summary>
    public async Task PicturedAsync(Func<Task> part)
    {
        try
        {
            await part();
        }
        catch
        {
            await PictureAsync("failed");
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Page.Context.DisposeAsync();
        if (_ownPlaywright is not null)
        {
            await Page.Context.Browser!.DisposeAsync();
            _ownPlaywright.Dispose();
        }
    }

    private static async Task<Screen> OpenAsync(IPlaywright? ownPlaywright, IBrowser browser, Uri host, string name, string culture, string? signedIn)
    {
        var pictures = Path.Combine(Checkout.Artifacts, "browser", name);
        if (Directory.Exists(pictures))
        {
            Directory.Delete(pictures, recursive: true);
        }

        Directory.CreateDirectory(pictures);
        var context = await browser.NewContextAsync(new()
        {
            BaseURL = host.ToString(),
            Locale = culture,
            TimezoneId = "Asia/Shanghai",
            ViewportSize = new() { Width = 1440, Height = 900 },
            StorageState = signedIn,
        });
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(PatienceMs);
        Assertions.SetDefaultExpectTimeout(PatienceMs);
        return new Screen(ownPlaywright, page, host, pictures);
    }

    private void Note(string fault)
    {
        lock (_faults)
        {
            _faults.Add(fault);
        }
    }
}
