using System.Net;
using Microsoft.AspNetCore.Mvc.Testing;
using WorkflowHost.Sop.Staff;
using WorkflowHost.Tests.Hosting;

namespace WorkflowHost.Tests.Designer;

public sealed class StudioPageTests(VirtualHost host) : IClassFixture<VirtualHost>
{
    [Fact]
    public async Task Page_Editor_HoldsItsElementUnderAStrictPolicy()
    {
        using var owner = await host.ClientAsync(StaffRoles.ProcessOwner);

        using var page = await owner.GetAsync("/designer/workflows/definitions/complaint/edit");
        var html = await page.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("data-element=\"elsa-workflow-definition-editor\" data-id=\"complaint\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", html, StringComparison.Ordinal);
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("'wasm-unsafe-eval'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("'unsafe-eval'", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_ForWhomItIsNot_IsRefused()
    {
        using var agent = await host.ClientAsync(StaffRoles.Agent);
        using var nobody = host.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });

        Assert.Equal(HttpStatusCode.Forbidden, (await agent.GetAsync("/designer/workflows/instances")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await nobody.GetAsync("/designer/workflows/definitions")).StatusCode);
    }

    [Theory]
    [InlineData("/workflows/definitions/complaint/edit", "/designer/workflows/definitions/complaint/edit")]
    [InlineData("/workflows/instances/x/view", "/designer/workflows/instances/x/view")]
    public async Task Link_StudioWritesFromTheRoot_LeadsToOurPage(string link, string page)
    {
        using var owner = await host.ClientAsync(StaffRoles.ProcessOwner);

        using var answer = await owner.GetAsync(link);

        Assert.Equal(page, answer.Headers.Location?.ToString());
    }

    [Theory]
    [InlineData("_framework/blazor.webassembly.js", "text/javascript", "no-cache")]
    [InlineData("_content/MudBlazor/MudBlazor.min.css?v=3.8.2", "text/css", "immutable")]
    public async Task File_IsServedCompressedWithItsTypeAndCaching(string path, string type, string caching)
    {
        using var owner = await host.ClientAsync(StaffRoles.ProcessOwner);
        owner.DefaultRequestHeaders.AcceptEncoding.ParseAdd("gzip, br");

        using var answer = await owner.GetAsync("/designer/" + path);

        Assert.Equal((HttpStatusCode.OK, type), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Equal("br", Assert.Single(answer.Content.Headers.ContentEncoding));
        Assert.Contains(caching, answer.Headers.GetValues("Cache-Control").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_HashedName_MayBeKeptForEver()
    {
        using var owner = await host.ClientAsync(StaffRoles.ProcessOwner);
        var file = Path.GetFileName(Directory.EnumerateFiles(Path.Combine(Repository.Studio, "_framework"), "icudt.*.dat").Single());

        using var answer = await owner.GetAsync("/designer/_framework/" + file);

        Assert.Equal("application/octet-stream", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("immutable", answer.Headers.GetValues("Cache-Control").Single(), StringComparison.Ordinal);
        using var plain = new HttpRequestMessage(HttpMethod.Get, "/designer/_framework/" + file);
        plain.Headers.TryAddWithoutValidation("If-None-Match", answer.Headers.ETag!.ToString());
        Assert.Equal(HttpStatusCode.NotModified, (await owner.SendAsync(plain)).StatusCode);
    }

    [Theory]
    [InlineData("/designer/_content/../../../WorkflowHost.csproj")]
    [InlineData("/designer/_content/%2e%2e/%2e%2e/package.json")]
    [InlineData("/designer/_framework/none.js")]
    public async Task File_ThatIsNoneOfTheDesigners_IsNotFound(string path)
    {
        using var owner = await host.ClientAsync(StaffRoles.ProcessOwner);

        Assert.Equal(HttpStatusCode.NotFound, (await owner.GetAsync(path)).StatusCode);
    }

    [Fact]
    public async Task Page_WithoutTheDesignersFiles_SaysWhatToInstall()
    {
        using var bare = new VirtualHost().With("Designer:Folder", Path.GetTempPath());
        using var owner = await bare.ClientAsync(StaffRoles.ProcessOwner);

        using var page = await owner.GetAsync("/designer/workflows/definitions");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, page.StatusCode);
        Assert.Contains("Node.js", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
