using System.Text.RegularExpressions;
using Microsoft.Playwright;
using WorkflowHost.Journeys;
using static Microsoft.Playwright.Assertions;

namespace WorkflowHost.Browser.Designer;

/// <summary>Nobody changes an SOP alone where the operator demands a second pair of eyes.</summary>
[Collection(DesignerRoom.Name)]
public sealed class FourEyesJourneyTests(DesignerRoom room)
{
    private const string Renamed = "投诉登记与核对";
    private const string Reason = "请先征求合规意见";

    [ChromiumFact]
    public async Task ChangedSop_AskedForByOne_IsSentBackThenApprovedByAnotherWhoReadWhatItChanges()
    {
        await using var host = new JourneyHost(DesignerRoom.Morning, needsSecondPair: true);
        using var administrator = await host.AdministratorAsync();
        await using var asking = await room.HiredAsync(host, administrator, "fengtao", "designer-eyes-asking");
        await using var reading = await room.HiredAsync(host, administrator, "sunli", "designer-eyes-reading");
        var words = new Language("zh-CN");
        await asking.SaveAsync("complaint", model => model["root"]!["activities"]!.AsArray().Single(step => (string?)step!["id"] == "register")!["name"] = Renamed);

        await asking.PicturedAsync(() => AskAsync(asking));
        await reading.PicturedAsync(async () =>
        {
            await FollowTheBellAsync(reading);
            await SendBackAsync(reading);
        });
        await asking.PicturedAsync(async () =>
        {
            await Expect(asking.Page.Locator(".draft .banner.warn")).ToContainTextAsync(Reason);
            await asking.PictureAsync("sent-back");
            await AskAsync(asking);
        });
        await reading.PicturedAsync(async () =>
        {
            await FollowTheBellAsync(reading);
            await reading.Page.Locator("#approve").ClickAsync();
            await Expect(reading.Page.Locator("table.versions")).ToContainTextAsync(words["sops.state.Published"].Replace("{n}", "2", StringComparison.Ordinal));
            await reading.PictureAsync("approved");
        });

        // Who asked is told on the page that is open.
        await Bell(asking).ClickAsync();
        await Expect(asking.Page.Locator(".bell-list a").First).ToContainTextAsync(
            words["notification.publication.approved"].Replace("{by}", "sunli", StringComparison.Ordinal).Replace("{version}", "2", StringComparison.Ordinal));
        await asking.Page.GetByRole(AriaRole.Button, new() { Name = words["bell.read_all"] }).ClickAsync();
        await Expect(asking.Page.Locator(".btn-dot")).ToHaveCountAsync(0);
        Assert.Empty(asking.Faults);
        Assert.Empty(reading.Faults);
    }

    /// <summary>The one who asks can neither approve nor publish.</summary>
    private static async Task AskAsync(Screen asking)
    {
        await asking.Page.GotoAsync("/sops/complaint");
        await asking.Page.Locator("#publish").ClickAsync();
        await Expect(asking.Page.Locator("#withdraw")).ToBeVisibleAsync();
        await Expect(asking.Page.Locator(".publication")).ToContainTextAsync("sunli");
        await Expect(asking.Page.Locator("#approve, #publish")).ToHaveCountAsync(0);
        await asking.PictureAsync("asked");
    }

    /// <summary>The bell rings on whatever page is open, and leads to what is to be read.</summary>
    private static async Task FollowTheBellAsync(Screen reading)
    {
        await reading.Page.GotoAsync("/sops");
        await Expect(reading.Page.Locator("tr").Filter(new() { HasText = "complaint" }).Locator(".badge.blue").First).ToBeVisibleAsync();
        await Bell(reading).ClickAsync();
        await reading.PictureAsync("bell");
        // Read, the bell rings no more; what waits is still listed.
        await reading.Page.GetByRole(AriaRole.Button, new() { Name = new Language("zh-CN")["bell.read_all"] }).ClickAsync();
        await Expect(reading.Page.Locator(".btn-dot")).ToHaveCountAsync(0);
        await reading.Page.Locator(".bell-list a").First.ClickAsync();
        await Expect(reading.Page).ToHaveURLAsync(new Regex("/sops/complaint$"));
        await Expect(reading.Page.Locator(".draft .changes li")).ToHaveTextAsync([new Regex($"环节「投诉登记」改名为「{Renamed}」")]);
        await Expect(reading.Page.Locator("#approve")).ToBeEnabledAsync();
        await reading.PictureAsync("read");
    }

    private static async Task SendBackAsync(Screen reading)
    {
        await reading.Page.Locator("#send-back").ClickAsync();
        await reading.Page.Locator("#send-back-reason").FillAsync(Reason);
        await reading.Page.Locator("#reject").ClickAsync();
        await Expect(reading.Page.Locator("#approve")).ToHaveCountAsync(0);
    }

    private static ILocator Bell(Screen screen) => screen.Page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^通知，") });
}
