using WorkflowHost.Demo;
using WorkflowHost.Runtime;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Security;

namespace WorkflowHost.Starting;

/// <summary>What happens between building the host and serving: the database is brought up to date, the SOP pack is read, and somebody can sign in.</summary>
internal static class HostStart
{
    /// <summary>Exit code of a host that could not start; why is on the error stream.</summary>
    public const int CannotStart = 1;

    /// <summary>Runs the host. The result is the process's exit code: 0, or 1 when it could not start.</summary>
    public static async Task<int> RunHostAsync(this WebApplication app, HostArguments arguments)
    {
        if (arguments.Unknown is { } unknown)
        {
            return await RefuseAsync($"{unknown} is no option of the host. There are {HostArguments.Demo}, {HostArguments.Migrate} and {HostArguments.ResetAdmin}; settings are given as --Key=value.");
        }

        try
        {
            await PrepareAsync(app.Services, arguments);
            if (!arguments.IsMigrate && !arguments.IsResetAdmin)
            {
                await app.RunAsync();
            }

            return 0;
        }
        catch (Exception fault) when (StartFaults.TextOf(fault, app.Services.GetRequiredService<HostFiles>().Database) is { } reason)
        {
            return await RefuseAsync(reason);
        }
    }

    private static async Task<int> RefuseAsync(string reason)
    {
        await Console.Error.WriteLineAsync(reason);
        return CannotStart;
    }

    private static async Task PrepareAsync(IServiceProvider services, HostArguments arguments)
    {
        await using var scope = services.CreateAsyncScope();
        var startup = services.GetRequiredService<RuntimeStartup>();
        // First of all: a host at work on the file must not have its schema changed beneath it.
        startup.Claim();
        await startup.MigrateAsync();
        // Hosts that start together: one makes the tables of sign-in, the demo and the first administrator, the others find them.
        await using var turn = await startup.EnterAsync();
        await SchemaMigration.ApplyAsync(scope.ServiceProvider.GetRequiredService<SecurityDbContext>(), services.GetRequiredService<TimeProvider>());
        if (arguments.IsMigrate)
        {
            return;
        }

        if (arguments.IsResetAdmin)
        {
            await startup.RunAsync();
            await scope.ServiceProvider.GetRequiredService<FirstAdministrator>().ResetAsync(CancellationToken.None);
            return;
        }

        if (arguments.IsDemo || services.GetRequiredService<IConfiguration>().GetValue<bool>("Demo:Enabled"))
        {
            // Before the runtime starts, since the demo writes with a runtime of its own.
            await scope.ServiceProvider.GetRequiredService<DemoData>().EnsureAsync();
        }

        await startup.RunAsync();

        await scope.ServiceProvider.GetRequiredService<FirstAdministrator>().EnsureAsync(CancellationToken.None);
    }
}
