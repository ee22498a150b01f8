using Microsoft.AspNetCore.Components.Authorization;
using Radzen;
using WorkflowHost.Workbench.Figures;
using WorkflowHost.Workbench.Forms;
using WorkflowHost.Workbench.Language;
using WorkflowHost.Workbench.Live;
using WorkflowHost.Workbench.Rules;
using WorkflowHost.Workbench.Rules.Editors;
using WorkflowHost.Workbench.Time;

namespace WorkflowHost.Workbench;

/// <summary>The screens people work in: Blazor pages rendered on the server, Chinese first, English second.</summary>
public static class WorkbenchRegistration
{
    public static IServiceCollection AddWorkbench(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddScoped<AuthenticationStateProvider, CircuitAuthentication>();
        services.AddRadzenComponents();
        services.AddSingleton<Texts>();
        services.AddSingleton<CaseTime>();
        services.AddSingleton<PackLabels>();
        services.AddSingleton<SopNames>();
        services.AddSingleton<Words>();
        services.AddSingleton<FigureTable>();
        services.AddSingleton<RuleGist>();
        services.AddSingleton<PackOptions>();
        services.AddSingleton<SheetFacts>();
        services.AddSingleton<CellWords>();
        services.AddScoped<Drafts>();
        services.AddScoped<PageScript>();
        services.AddScoped<CurrentActor>();
        services.AddScoped<Toasts>();
        services.AddScoped<OwnerActions>();
        return services;
    }

    /// <summary>Shows the page that says so where a browser asks for an address that does not exist; machines keep their bare 404. Has to run before routing.</summary>
    public static void UseWorkbenchNotFound(this WebApplication app) =>
        app.UseWhen(
            context => HttpMethods.IsGet(context.Request.Method) && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal),
            pages => pages.UseStatusCodePagesWithReExecute("/not-found"));

    /// <summary>Maps every page and the language switch. Request localisation has to run before.</summary>
    public static void MapWorkbench(this WebApplication app)
    {
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        app.MapLanguageSwitch();
    }
}
