using System.Net;
using System.Net.Http.Headers;
using WorkflowHost.Security.Pages;
using WorkflowHost.Sop.Staff;
using WorkflowHost.Tests.Hosting;

namespace WorkflowHost.Tests.Security;

public sealed class SignInTests(VirtualHost host) : IClassFixture<VirtualHost>
{
    private const string Password = "Xin-Ren-8842";

    [Fact]
    public async Task SignIn_RightPassword_OpensTheSession()
    {
        await host.HireAsync("zhang.ming", Password, mustChange: false, StaffRoles.Agent);
        using var browser = new BrowserSession(host);

        var answer = await browser.SignInAsync("zhang.ming", Password, "/cases?stage=analysis");

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/cases?stage=analysis", answer.Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.OK, (await browser.Client.GetAsync("/api/v1/session")).StatusCode);
    }

    [Theory]
    [InlineData("zhao.lei", "wrong-Password-1")]
    [InlineData("nobody.here", Password)]
    [InlineData("zhao.lei", "")]
    public async Task SignIn_WrongCredentials_ShowsTheFormAgainWithoutSayingWhich(string userName, string password)
    {
        await EnsureAsync("zhao.lei");
        using var browser = new BrowserSession(host);

        var answer = await browser.SignInAsync(userName, password);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var page = await answer.Content.ReadAsStringAsync();
        Assert.Contains(password.Length == 0 ? "请填写全部必填项" : "用户名或密码不正确", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.Client.GetAsync("/api/v1/session")).StatusCode);
    }

    [Fact]
    public async Task SignIn_FiveWrongPasswords_LockTheAccountWithoutSayingSo()
    {
        await host.HireAsync("sun.li", Password, mustChange: false, StaffRoles.Agent);
        using var browser = new BrowserSession(host);
        for (var attempt = 0; attempt < 5; attempt++)
        {
            await browser.SignInAsync("sun.li", "not-The-One-9");
        }

        var answer = await browser.SignInAsync("sun.li", Password);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("用户名或密码不正确", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignIn_MoreOftenThanAllowed_Is429WithoutLookingAtThePassword()
    {
        using var slow = new VirtualHost().With("SignIn:PerMinute", "2");
        await slow.HireAsync("sun.li", Password, mustChange: false, StaffRoles.Agent);
        using var browser = new BrowserSession(slow);
        await browser.SignInAsync("sun.li", "not-The-One-9");
        await browser.SignInAsync("wang.wu", "not-The-One-9");

        var answer = await browser.SignInAsync("sun.li", Password);

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.Contains("过于频繁", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LanguageSwitch_ToAnotherSite_LeadsToTheStartPage()
    {
        using var browser = new BrowserSession(host);

        var answer = await browser.Client.GetAsync("/language?culture=en&back=%2F%09%2Fevil.example");

        Assert.Equal("/", answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task SignIn_WithoutAntiforgeryToken_IsRefused()
    {
        using var client = host.CreateClient();
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("userName", "admin"), KeyValuePair.Create("password", Password)]);

        Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsync("/login", form)).StatusCode);
    }

    [Fact]
    public async Task SignIn_EnglishBrowser_SpeaksEnglish()
    {
        using var client = host.CreateClient();
        client.DefaultRequestHeaders.AcceptLanguage.Add(new StringWithQualityHeaderValue("en"));

        Assert.Contains("User name", await client.GetStringAsync("/login"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example/", "/")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("/\t/evil.example", "/")]
    [InlineData("/\r\n/evil.example", "/")]
    [InlineData("/login", "/")]
    [InlineData(null, "/")]
    [InlineData("/cases/1?x=2", "/cases/1?x=2")]
    [InlineData("/cases?q=%E7%8E%8B", "/cases?q=%E7%8E%8B")]
    [InlineData("/cases?q=王", "/cases?q=%E7%8E%8B")]
    public void ReturnAddress_OfAnotherSite_IsReplacedByTheStartPage(string? asked, string expected) =>
        Assert.Equal(expected, SignInEndpoints.Local(asked));

    [Fact]
    public async Task OneTimePassword_MustBeReplacedBeforeAnythingElse()
    {
        using var fresh = new VirtualHost();
        using var browser = new BrowserSession(fresh);
        var oneTime = fresh.OneTimePassword();
        await browser.MustSignInAsync("admin", oneTime);

        var page = await browser.Client.GetAsync("/");
        var api = await browser.Client.GetAsync("/api/v1/session");
        var weak = await browser.PostFormAsync("/account/password", ("current", oneTime), ("replacement", "short"), ("repeated", "short"));
        var good = await browser.PostFormAsync("/account/password", ("current", oneTime), ("replacement", Password), ("repeated", Password));

        Assert.Equal("/account/password", page.Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.Forbidden, api.StatusCode);
        Assert.Contains("至少 10 位", await weak.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, good.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.Client.GetAsync("/api/v1/session")).StatusCode);
        using var again = new BrowserSession(fresh);
        Assert.Equal(HttpStatusCode.BadRequest, (await again.SignInAsync("admin", oneTime)).StatusCode);
        await again.MustSignInAsync("admin", Password);
    }

    [Fact]
    public async Task SignOut_EndsTheSession()
    {
        await host.HireAsync("qian.yu", Password, mustChange: false, StaffRoles.Agent);
        using var browser = new BrowserSession(host);
        await browser.MustSignInAsync("qian.yu", Password);

        await browser.PostFormAsync("/logout");

        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.Client.GetAsync("/api/v1/session")).StatusCode);
    }

    private async Task EnsureAsync(string userName)
    {
        try
        {
            await host.HireAsync(userName, Password, mustChange: false, StaffRoles.Agent);
        }
        catch (InvalidOperationException)
        {
            // An earlier row of the theory made it.
        }
    }
}
