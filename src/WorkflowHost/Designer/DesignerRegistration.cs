using WorkflowHost.Designer.ElsaApi;
using WorkflowHost.Designer.Pages;

namespace WorkflowHost.Designer;

/// <summary>The designer: Elsa Studio's pages under <c>/designer</c>, and Elsa's HTTP API that they work on under <c>/elsa/api</c>.</summary>
public static class DesignerRegistration
{
    public static IServiceCollection AddDesigner(this IServiceCollection services)
    {
        services.AddSingleton<StudioFiles>();
        services.AddElsaApi();
        return services;
    }

    public static void MapDesigner(this IEndpointRouteBuilder endpoints)
    {
        DesignerPages.Map(endpoints);
        endpoints.MapElsaApi();
    }
}
