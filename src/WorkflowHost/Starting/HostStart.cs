using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using WorkflowHost.Demo;
using WorkflowHost.Runtime;
using WorkflowHost.Runtime.Definitions;
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
        catch (Exception refused) when (refused is PackRejectedException or StartRefusedException or StorageRefusedException or OptionsValidationException)
        {
            return await RefuseAsync(refused.Message);
        }
        catch (SqliteException fault)
        {
            return await RefuseAsync($"The database {NameOf(app)} cannot be used: {fault.Message}. Check that the folder is writable, the disk has room and no other program holds the file.");
        }
        catch (Exception fault) when ((fault as DbException ?? fault.InnerException as DbException) is { } answer)
        {
            return await RefuseAsync($"The database {NameOf(app)} cannot be used: {StorageFaults.Of(answer)?.Detail ?? answer.Message}. Check that the server runs and is reached from here, and that Database:ConnectionString names a user who may sign in and make tables.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return await RefuseAsync($"The host cannot start: {fault.Message}");
        }
    }

    private static string NameOf(WebApplication app) => app.Services.GetRequiredService<HostFiles>().Database.Name;

    private static async Task<int> RefuseAsync(string reason)
    {
        await Console.Error.WriteLineAsync(reason);
        return CannotStart;
    }

    private static async Task PrepareAsync(IServiceProvider services, HostArguments arguments)
    {
        await using var scope = services.CreateAsyncScope();
        var startup = services.GetRequiredService<RuntimeStartup>();
        await startup.MigrateAsync();
        // Hosts that start together: one makes the tables of sign-in, the demo and the first administrator, the others find them.
        await using var turn = await startup.EnterAsync();
        await SchemaMigration.ApplyAsync(scope.ServiceProvider.GetRequiredService<SecurityDbContext>(), services.GetRequiredService<TimeProvider>());
        if (arguments.IsMigrate)
        {
            return;
        }

        startup.Claim();
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
