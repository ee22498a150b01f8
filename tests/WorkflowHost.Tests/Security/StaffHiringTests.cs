using System.Net;
using System.Net.Http.Json;
using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using WorkflowHost.Runtime.Staff;
using WorkflowHost.Security;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Staff;
using WorkflowHost.Tests.Hosting;
using WorkflowHost.Workbench.Live;

namespace WorkflowHost.Tests.Security;

public sealed class StaffHiringTests(VirtualHost host) : IClassFixture<VirtualHost>
{
    private const string Password = "Xin-Ren-8842";

    [Fact]
    public async Task Hire_ChineseUserName_CanSignIn()
    {
        using var admin = await host.ClientAsync(StaffRoles.Admin);

        var hired = await (await admin.PostAsJsonAsync("/api/v1/staff", new { userName = "王小明", displayName = "王小明", roles = new[] { "agent" } })).JsonAsync();

        using var browser = new BrowserSession(host);
        await browser.MustSignInAsync("王小明", (string)hired["oneTimePassword"]!);
    }

    [Theory]
    [InlineData("zhang san")]
    [InlineData("zhang<san>")]
    public async Task Hire_UserNameNobodyCanSignInBy_Is400OnTheFieldAndStoresNothing(string userName)
    {
        using var admin = await host.ClientAsync(StaffRoles.Admin);

        var answer = await admin.PostAsJsonAsync("/api/v1/staff", new { userName, displayName = "张三", roles = new[] { "agent" } });

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("staff.user_name_invalid", (string?)(await answer.JsonAsync())["errors"]!["userName"]![0]!["code"]);
        Assert.Null(host.Services.GetRequiredService<StaffDirectory>().FindByUserName(userName));
    }

    [Fact]
    public async Task Change_UserNameOfAnother_IsRefusedAndNeitherNameChanges()
    {
        var first = await host.HireAsync("he.yi", Password, mustChange: false, StaffRoles.Agent);
        await host.HireAsync("he.er", Password, mustChange: false, StaffRoles.Agent);
        using var admin = await host.ClientAsync(StaffRoles.Admin);

        var answer = await admin.PutAsJsonAsync($"/api/v1/staff/{first.Id}", new { userName = "he.er" });

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        using var browser = new BrowserSession(host);
        await browser.MustSignInAsync("he.yi", Password);
    }

    [Fact]
    public async Task Change_LastAdministrator_IsRefused()
    {
        using var fresh = new VirtualHost();
        _ = fresh.OneTimePassword();
        var admin = fresh.Services.GetRequiredService<StaffDirectory>().FindByUserName("admin")!;
        await using var scope = fresh.Services.CreateAsyncScope();

        var result = await scope.ServiceProvider.GetRequiredService<StaffHiring>().ChangeAsync(admin with { IsActive = false }, Actor.System, CancellationToken.None);

        Assert.Equal("staff.last_admin", result.Refusal?.Code);
    }

    [Fact]
    public async Task OpenPage_PasswordReset_DoesNotHoldAnyLonger()
    {
        var member = await host.HireAsync("lu.jia", Password, mustChange: false, StaffRoles.Agent);
        await using var scope = host.Services.CreateAsyncScope();
        var account = await scope.ServiceProvider.GetRequiredService<UserManager<Account>>().FindByIdAsync(member.Id);
        var user = await scope.ServiceProvider.GetRequiredService<IUserClaimsPrincipalFactory<Account>>().CreateAsync(account!);
        using var circuit = Circuit();
        Assert.True(await circuit.HoldsAsync(user));

        await scope.ServiceProvider.GetRequiredService<AccountDesk>().ResetPasswordAsync(member, Actor.System);

        Assert.False(await circuit.HoldsAsync(user));
    }

    [Fact]
    public async Task OpenPage_RoleTakenAway_LosesItWithoutANewSignIn()
    {
        var staff = host.Services.GetRequiredService<StaffDirectory>();
        var member = await host.HireAsync(StaffRoles.Agent, StaffRoles.Manager);
        var user = StaffClaims.Of(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, member.Id)], "cookie")), staff);
        using var circuit = Circuit();
        Assert.Null(circuit.Refreshed(user));

        await staff.SaveAsync(member with { Roles = [StaffRoles.Agent] }, CancellationToken.None);

        var fresh = circuit.Refreshed(user)!;
        Assert.False(fresh.IsInRole(StaffRoles.Manager));
        Assert.True(fresh.IsInRole(StaffRoles.Agent));
    }

    private CircuitAuthentication Circuit() => new(
        NullLoggerFactory.Instance,
        host.Services.GetRequiredService<IServiceScopeFactory>(),
        host.Services.GetRequiredService<StaffDirectory>(),
        host.Services.GetRequiredService<IOptions<IdentityOptions>>());
}
