using System.Globalization;
using System.Text;
using WorkflowHost.Security;
using WorkflowHost.Sop.Staff;
using WorkflowHost.Starting;

namespace WorkflowHost.Demo;

/// <summary>Fills an empty installation with people and cases to look at (<c>--demo</c>).</summary>
internal sealed class DemoData(HostFiles files, AccountDesk accounts, TimeProvider time, IConfiguration settings, TextWriter console)
{
    /// <summary>Sets the demo users' password; a random one is made and printed when it is absent.</summary>
    private const string PasswordSetting = "Demo:Password";

    /// <summary>
    /// Creates demo users and cases when nobody is on the staff yet. With <c>Demo:Password</c> set, an installation that has
    /// the users already gives them that password.
    /// </summary>
    public async Task EnsureAsync()
    {
        await using var world = new DemoWorld(files, time.GetUtcNow());
        await world.StartAsync();
        var known = await world.Staff.ListAsync();
        if (known.Count > 0)
        {
            await ReturnAsync(known);
            return;
        }

        var password = settings[PasswordSetting] ?? PasswordRules.OneTime();
        var people = await world.HireAsync();
        foreach (var member in people)
        {
            await accounts.CreateAsync(member, password, mustChange: false);
        }

        await PrintAsync(people, password);
        await console.WriteLineAsync("  Running the demo's complaint cases through the last months…");
        var count = await world.TellAsync(people);
        await console.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  {count} cases are there.\n"));
    }

    private async Task ReturnAsync(IReadOnlyList<StaffMember> known)
    {
        if (settings[PasswordSetting] is not { } password)
        {
            await console.WriteLineAsync($"  The demo's users and cases are there already. For a new password of all users start with --{PasswordSetting}=<password>.");
            return;
        }

        foreach (var member in known)
        {
            await accounts.SetPasswordAsync(member, password);
        }

        await PrintAsync(known, password);
    }

    private async Task PrintAsync(IReadOnlyList<StaffMember> people, string password)
    {
        var table = new StringBuilder("\n  Demo users, all with the password  ").Append(password).AppendLine().AppendLine();
        foreach (var member in people)
        {
            table.Append(CultureInfo.InvariantCulture, $"    {member.UserName,-10} {string.Join(", ", member.Roles),-14} {member.DisplayName}").AppendLine();
        }

        await console.WriteLineAsync(table);
    }
}

internal static class DemoRegistration
{
    public static IServiceCollection AddDemo(this IServiceCollection services) => services.AddScoped<DemoData>();
}
