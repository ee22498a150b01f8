using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc.Testing;

namespace WorkflowHost.Tests.Hosting;

/// <summary>A browser without script: keeps cookies, reads the antiforgery token of a form and posts it.</summary>
internal sealed partial class BrowserSession(VirtualHost host) : IDisposable
{
    public HttpClient Client { get; } = host.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, HandleCookies = true });

    public async Task<HttpResponseMessage> SignInAsync(string userName, string password, string? returnUrl = null) =>
        await PostFormAsync("/login", ("userName", userName), ("password", password), ("returnUrl", returnUrl ?? ""));

    public async Task<HttpResponseMessage> PostFormAsync(string path, params (string Name, string Value)[] fields)
    {
        var token = await TokenAsync(path == "/logout" ? "/account/password" : path);
        return await PostAsync(path, token, fields);
    }

    /// <summary>The antiforgery token of the form on a page, which stays good when the page is gone.</summary>
    public async Task<string> TokenAsync(string path)
    {
        using var page = await Client.GetAsync(path);
        return Token().Match(await page.Content.ReadAsStringAsync()).Groups[1].Value;
    }

    public async Task<HttpResponseMessage> PostAsync(string path, string token, params (string Name, string Value)[] fields)
    {
        var values = fields.Select(field => KeyValuePair.Create(field.Name, field.Value)).Append(KeyValuePair.Create("__RequestVerificationToken", token));
        using var form = new FormUrlEncodedContent(values);
        return await Client.PostAsync(path, form);
    }

    public async Task MustSignInAsync(string userName, string password)
    {
        var answer = await SignInAsync(userName, password);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    public void Dispose() => Client.Dispose();

    [GeneratedRegex("__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
