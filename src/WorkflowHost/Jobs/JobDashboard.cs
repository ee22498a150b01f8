using Hangfire;
using WorkflowHost.Security;

namespace WorkflowHost.Jobs;

/// <summary>Hangfire's dashboard for administrators: what runs timers and messages, how often it failed. The timers themselves are under <c>/timers</c>.</summary>
internal static class JobDashboard
{
    public static void MapJobDashboard(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapHangfireDashboardWithAuthorizationPolicy(AccessPolicies.Administer, "/jobs", new DashboardOptions
        {
            DashboardTitle = "WorkflowHost",
            AppPath = "/",
            DisplayStorageConnectionString = false,
        });
}
