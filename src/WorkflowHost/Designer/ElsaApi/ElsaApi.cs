using Microsoft.AspNetCore.Mvc;
using WorkflowHost.Security;
using WorkflowHost.Sop.Activities;

namespace WorkflowHost.Designer.ElsaApi;

/// <summary>
/// Elsa 3's HTTP API as far as Elsa Studio uses it, so that Studio and other clients of Elsa work on this host unchanged.
/// Not described in the OpenAPI document: it is Elsa's contract, not ours.
/// </summary>
internal static class ElsaApi
{
    public const string Path = "/elsa/api";

    /// <summary>As large as a definition may be.</summary>
    private const long LargestBody = 5 * 1024 * 1024;

    public static void AddElsaApi(this IServiceCollection services)
    {
        services.AddSingleton<StudioDocument>();
        services.AddSingleton<ActivityGraph>();
        services.AddSingleton<UsedActivityTypes>();
        services.AddSingleton<PackChoices>();
        services.AddSingleton<ActivityDescriptors>();
        services.AddSingleton<ScriptDeclarations>();
    }

    public static void MapElsaApi(this IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.MapGroup(Path)
            .WithMetadata(new RequestSizeLimitAttribute(LargestBody))
            .DisableAntiforgery()
            .ExcludeFromDescription();
        var read = api.MapGroup("").RequireAuthorization(AccessPolicies.ReadDefinitions);
        var edit = api.MapGroup("").RequireAuthorization(AccessPolicies.EditDefinitions);
        ReadingEndpoints.Map(read);
        SubgraphEndpoints.Map(read);
        EditingEndpoints.Map(edit);
        PublishingEndpoints.Map(edit);
        ExchangeEndpoints.Map(read, edit);
        DescriptorEndpoints.Map(read);
        ScriptingEndpoints.Map(read);
        InstanceEndpoints.Map(api.MapGroup("").RequireAuthorization(AccessPolicies.ReadInstances));
        RunningEndpoints.Map(api.MapGroup("").RequireAuthorization(AccessPolicies.RunWorkflows));
    }
}
