using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using WorkflowHost.Journeys;
using static Microsoft.Playwright.Assertions;

namespace WorkflowHost.Browser;

/// <summary>A new member of staff.</summary>
internal sealed record Hired(string StaffId, string DisplayName, string OneTimePassword);

/// <summary>The steps of a complaint's journey on screen, each checked by what a person then reads.</summary>
internal sealed class Journey(Screen screen, Language language, Hired person, TimeProvider time)
{
    private readonly FormFilling _forms = new(language);
    private readonly Dictionary<string, string> _staff = new() { [person.StaffId] = person.DisplayName };

    private IPage Page => screen.Page;

    /// <summary>Signs in with a one-time password, which must be replaced first.</summary>
    public async Task SignInAsync(string userName, string oneTimePassword, string password)
    {
        await Page.GotoAsync("/");
        await screen.PictureAsync("sign-in");
        await Page.Locator("#userName").FillAsync(userName);
        await Page.Locator("#password").FillAsync(oneTimePassword);
        await SubmitAsync("/login");
        await Expect(Page).ToHaveURLAsync(new Regex("/account/password"));
        await screen.PictureAsync("first-password");
        await Page.Locator("#current").FillAsync(oneTimePassword);
        await Page.Locator("#replacement").FillAsync(password);
        await Page.Locator("#repeated").FillAsync(password);
        await SubmitAsync("/account/password");
        await Expect(Heading("inbox.title")).ToBeVisibleAsync();
        await screen.PictureAsync("inbox-empty");
    }

    public async Task OpenComplaintAsync()
    {
        await Page.GetByRole(AriaRole.Link, new() { Name = language["action.new_complaint"] }).First.ClickAsync();
        var form = Page.Locator("main");
        await Expect(form.Locator("#open-case")).ToBeVisibleAsync();
        await _forms.FillAsync(form, "complaint-open", ComplaintStory.Opening(time.GetUtcNow().AddMinutes(-10), "J1"), _staff);
        await screen.PictureAsync("new-complaint");
        await form.Locator("#open-case").ClickAsync();
        await Expect(Page).ToHaveURLAsync(new Regex("/cases/TS"));
    }

    /// <summary>Claims the case's task if need be, fills its form and picks the outcome that goes well.</summary>
    public async Task CompleteAsync(string form)
    {
        var task = Page.Locator("section.task");
        var heading = task.GetByRole(AriaRole.Heading, new() { Level = 2, Name = language.StepOf(form), Exact = true });
        await Expect(heading).ToBeVisibleAsync();
        var claim = task.GetByRole(AriaRole.Button, new() { Name = language["action.claim"] });
        var (outcome, fields) = ComplaintStory.Decide(form, person.StaffId, time.GetUtcNow());
        var decide = task.GetByRole(AriaRole.Button, new() { Name = language.OutcomeOf(form, outcome), Exact = true });
        await Expect(claim.Or(decide).First).ToBeVisibleAsync();
        if (await claim.IsVisibleAsync())
        {
            await screen.PictureAsync($"{form}-to-claim");
            await claim.ClickAsync();
        }

        await Expect(decide).ToBeVisibleAsync();
        await _forms.FillAsync(task, form, fields, _staff);
        await screen.PictureAsync($"{form}-filled");
        await decide.ClickAsync();
        await Expect(heading).ToBeHiddenAsync();
    }

    public async Task SeeClosedAsync()
    {
        await Expect(Page.GetByText(language["case.no_task.Closed"])).ToBeVisibleAsync();
        await ShowTabAsync("case.tab.timeline");
        await screen.PictureAsync("closed-timeline");
        await ShowTabAsync("case.tab.letters");
        await screen.PictureAsync("closed-letters");
    }

    /// <summary>Days later the session has ended; signing in again leads back to the case.</summary>
    public async Task ComeBackAsync(string userName, string password)
    {
        var work = Page.Url;
        await Page.ReloadAsync();
        await Expect(Page).ToHaveURLAsync(new Regex("/login"));
        await Page.Locator("#userName").FillAsync(userName);
        await Page.Locator("#password").FillAsync(password);
        await SubmitAsync("/login");
        await Expect(Page).ToHaveURLAsync(work);
    }

    public async Task LogRevisitAsync()
    {
        await ShowTabAsync("case.tab.revisits");
        await screen.PictureAsync("revisit-planned");
        await Page.GetByRole(AriaRole.Button, new() { Name = language["attempt.log"] }).ClickAsync();
        var noAnswer = Page.GetByRole(AriaRole.Radio, new() { Name = language["attempt.result.NoAnswer"] });
        await Page.Locator("label.choice").Filter(new() { HasText = language["attempt.result.NoAnswer"] }).ClickAsync();
        await Expect(noAnswer).ToBeCheckedAsync();
        await screen.PictureAsync("revisit-attempt");
        await Page.Locator("#save-attempt").ClickAsync();
        await Expect(Page.Locator("ol.attempts li")).ToHaveCountAsync(1);
        await Expect(Page.Locator("ol.attempts li").First).ToContainTextAsync(language["attempt.result.NoAnswer"]);
        await Expect(Page.GetByRole(AriaRole.Dialog)).ToBeHiddenAsync();
        await screen.PictureAsync("revisit-logged");
    }

    /// <summary>Every other screen this person may open shows its title and no fault.</summary>
    public async Task LookAroundAsync()
    {
        foreach (var (path, title) in (IEnumerable<(string, string)>)[("/", "inbox.title"), ("/cases", "cases.title"), ("/board", "board.title"), ("/revisits", "revisits.title"), ("/sops", "sops.title"), ("/timers", "timers.title")])
        {
            await Page.GotoAsync(path);
            await Expect(Heading(title)).ToBeVisibleAsync();
            await screen.PictureAsync(path == "/" ? "inbox" : path[1..]);
        }
    }

    private Task SubmitAsync(string form) => Page.Locator($"form[action='{form}'] button[type=submit]").ClickAsync();

    private ILocator Heading(string key) => Page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = language[key] });

    private async Task ShowTabAsync(string key)
    {
        var tab = Page.GetByRole(AriaRole.Tab, new() { NameRegex = new Regex("^" + Regex.Escape(language[key])) });
        await tab.ClickAsync();
        await Expect(tab).ToHaveAttributeAsync("aria-selected", "true");
    }
}
