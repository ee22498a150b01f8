using Microsoft.EntityFrameworkCore;
using WorkflowHost.Demo;
using WorkflowHost.Runtime;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Security;

namespace WorkflowHost.Starting;

/// <summary>What happens between building the host and serving: the database is brought up to date, the SOP pack is read, and somebody can sign in.</summary>
internal static class HostStart
{
    /// <summary>Runs the host. The result is the process's exit code: 0, or 1 when it could not start.</summary>
    public static async Task<int> RunHostAsync(this WebApplication app, HostArguments arguments)
    {
        try
        {
            await PrepareAsync(app.Services, arguments);
        }
        catch (PackRejectedException rejected)
        {
            await Console.Error.WriteLineAsync(rejected.Message);
            return 1;
        }

        if (!arguments.IsMigrate)
        {
            await app.RunAsync();
        }

        return 0;
    }

    private static async Task PrepareAsync(IServiceProvider services, HostArguments arguments)
    {
        await using var scope = services.CreateAsyncScope();
        await services.GetRequiredService<RuntimeStartup>().MigrateAsync();
        await scope.ServiceProvider.GetRequiredService<SecurityDbContext>().Database.MigrateAsync();
        if (arguments.IsMigrate)
        {
            return;
        }

        if (arguments.IsDemo || services.GetRequiredService<IConfiguration>().GetValue<bool>("Demo:Enabled"))
        {
            // Before the runtime starts, since the demo writes with a runtime of its own.
            await scope.ServiceProvider.GetRequiredService<DemoData>().EnsureAsync();
        }

        await services.GetRequiredService<RuntimeStartup>().RunAsync();

        await scope.ServiceProvider.GetRequiredService<FirstAdministrator>().EnsureAsync(CancellationToken.None);
    }
}
