using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WorkflowHost.Runtime.Staff;
using WorkflowHost.Security;
using WorkflowHost.Tests.Hosting;

namespace WorkflowHost.Tests.Security;

public sealed class FirstAdministratorTests
{
    [Fact]
    public async Task FirstStart_CutOffBeforeTheAccount_IsCompletedByTheNextForTheSamePerson()
    {
        using var host = new VirtualHost();
        _ = host.OneTimePassword();
        var before = host.Services.GetRequiredService<StaffDirectory>().FindByUserName("admin")!;
        await using var scope = host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<SecurityDbContext>().Users.ExecuteDeleteAsync();

        await scope.ServiceProvider.GetRequiredService<FirstAdministrator>().EnsureAsync(CancellationToken.None);

        Assert.Equal(before.Id, host.Services.GetRequiredService<StaffDirectory>().FindByUserName("admin")!.Id);
        Assert.Equal(2, host.Console.ToString().Split("one-time password").Length - 1);
        Assert.True(await scope.ServiceProvider.GetRequiredService<SecurityDbContext>().Users.AnyAsync(account => account.Id == before.Id));
    }

    [Fact]
    public async Task ResetAdmin_LostPassword_PrintsOneThatSignsIn()
    {
        using var host = new VirtualHost();
        var lost = host.OneTimePassword();
        host.Console.GetStringBuilder().Clear();
        await using var scope = host.Services.CreateAsyncScope();

        await scope.ServiceProvider.GetRequiredService<FirstAdministrator>().ResetAsync(CancellationToken.None);

        var found = host.OneTimePassword();
        Assert.NotEqual(lost, found);
        using var browser = new BrowserSession(host);
        await browser.MustSignInAsync("admin", found);
    }
}
