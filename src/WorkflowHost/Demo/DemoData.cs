using System.Globalization;
using System.Text;
using WorkflowHost.Security;
using WorkflowHost.Security.Auditing;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Staff;
using WorkflowHost.Starting;

namespace WorkflowHost.Demo;

/// <summary>Fills an empty installation with people and cases to look at (<c>--demo</c>), and touches no other.</summary>
internal sealed class DemoData(HostFiles files, AccountDesk accounts, TimeProvider time, IConfiguration settings, TextWriter console)
{
    /// <summary>Sets the demo users' password; a random one is made and printed when it is absent.</summary>
    private const string PasswordSetting = "Demo:Password";

    /// <summary>
    /// Creates demo users and cases when nobody is on the staff yet. With <c>Demo:Password</c> set, an installation that has
    /// the demo already gives its users, and nobody else, that password.
    /// </summary>
    /// <exception cref="StartRefusedException">The database belongs to real people, the demo in it is not whole, or the password breaks the rules.</exception>
    public async Task EnsureAsync()
    {
        await using var world = new DemoWorld(files, time.GetUtcNow());
        await world.StartAsync();
        var known = await world.Staff.ListAsync();
        var cast = known.Where(member => DemoWorld.PeopleIds.Contains(member.Id)).ToList();
        if (known.Count > 0 && cast.Count == 0)
        {
            throw new StartRefusedException(
                $"{HostArguments.Demo} is for an empty installation, and {files.Database.Name} has people of its own. Start without {HostArguments.Demo}, or name another database: --Database:File=demo.db");
        }

        if (cast.Count > 0 && (await world.Audit.ListAsync(AccessEvents.DemoCompleted, take: 1)).Items.Count == 0)
        {
            throw new StartRefusedException(
                $"The demo in {files.Database.Name} was begun and not completed. Delete the file (with its -wal and -shm), or the database on the server, and start again with {HostArguments.Demo}.");
        }

        if (cast.Count > 0)
        {
            await ReturnAsync(cast);
            return;
        }

        await SeedAsync(world);
    }

    private async Task SeedAsync(DemoWorld world)
    {
        var password = settings[PasswordSetting] ?? PasswordRules.OneTime();
        await CheckAsync(DemoStaff.Hire(new DemoIds(0)), password);
        var people = await world.HireAsync();
        foreach (var member in people)
        {
            await accounts.CreateAsync(member, password, mustChange: false);
        }

        await PrintAsync(people, password);
        await console.WriteLineAsync("  Running the demo's complaint cases through the last months…");
        var count = await world.TellAsync(people);
        await world.Audit.RecordAsync(Actor.System, AccessEvents.DemoCompleted);
        await console.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  {count} cases are there.\n"));
    }

    private async Task ReturnAsync(IReadOnlyList<StaffMember> cast)
    {
        if (settings[PasswordSetting] is not { } password)
        {
            await console.WriteLineAsync($"  The demo's users and cases are there already. For a new password of all its users start with --{PasswordSetting}=<password>.");
            return;
        }

        await CheckAsync(cast, password);
        foreach (var member in cast)
        {
            await accounts.SetPasswordAsync(member, password);
        }

        await PrintAsync(cast, password);
    }

    /// <summary>Before anything is stored: a password refused half-way would leave a demo that nobody can use.</summary>
    private async Task CheckAsync(IReadOnlyList<StaffMember> cast, string password)
    {
        foreach (var member in cast)
        {
            if (await accounts.PasswordFaultsAsync(member, password) is [var fault, ..])
            {
                throw new StartRefusedException($"{PasswordSetting} cannot be used: {fault}");
            }
        }
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
