using Microsoft.AspNetCore.Http.HttpResults;
using WorkflowHost.Security;

namespace WorkflowHost.Designer.Pages;

/// <summary>
/// The designer's pages. Each holds exactly one of Studio's elements, since two on one page disturb each other. The addresses of
/// editor and viewer are those Studio itself goes to.
/// </summary>
internal static class DesignerPages
{
    public const string Home = "/designer";
    private const string Definitions = "/workflows/definitions";
    private const string Instances = "/workflows/instances";

    public static string EditorOf(string definitionId) => $"{Home}{Definitions}/{Uri.EscapeDataString(definitionId)}/edit";

    /// <summary>The editor with one step selected and in the middle; a step that isn't drawn there is passed over.</summary>
    public static string EditorOf(string definitionId, string activityId) => $"{EditorOf(definitionId)}#step={Uri.EscapeDataString(activityId)}";

    public static string ViewerOf(string instanceId) => $"{Home}{Instances}/{Uri.EscapeDataString(instanceId)}/view";

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup(Home).ExcludeFromDescription();
        var sops = pages.MapGroup("").RequireAuthorization(AccessPolicies.ReadDefinitions);
        sops.MapGet("", () => Results.LocalRedirect(Home + Definitions));
        sops.MapGet(Definitions, (StudioFiles files) => Show(files, new("elsa-workflow-definition-list", null, DesignerTab.Definitions)));
        sops.MapGet(Definitions + "/{id}/edit", (string id, StudioFiles files) => Show(files, new("elsa-workflow-definition-editor", id, DesignerTab.Definitions)));
        var cases = pages.MapGroup("").RequireAuthorization(AccessPolicies.ReadInstances);
        cases.MapGet(Instances, (StudioFiles files) => Show(files, new("elsa-workflow-instance-list", null, DesignerTab.Instances)));
        cases.MapGet(Instances + "/{id}/view", (string id, StudioFiles files) => Show(files, new("elsa-workflow-instance-viewer", id, DesignerTab.Instances)));

        // Asked for by Blazor at its start; Studio takes its settings from the elements instead.
        pages.MapGet("/appsettings.json", () => Results.Json(new { }));
        pages.MapGet("/{folder:regex(^_framework$|^_content$)}/{**path}", (string folder, string path, HttpContext context, StudioFiles files) => files.Serve(context, $"{folder}/{path}"));
        pages.MapGet("/Elsa.Studio.Host.CustomElements.styles.css", (HttpContext context, StudioFiles files) => files.Serve(context, "Elsa.Studio.Host.CustomElements.styles.css"));

        // Links that Studio writes from the root of the server.
        var links = endpoints.MapGroup("").ExcludeFromDescription().RequireAuthorization(AccessPolicies.ReadDefinitions);
        links.MapGet(Definitions + "/{id}/edit", (string id) => Results.LocalRedirect(EditorOf(id)));
        links.MapGet(Instances + "/{id}/view", (string id) => Results.LocalRedirect(ViewerOf(id)));
    }

    private static RazorComponentResult Show(StudioFiles files, StudioView view) => files.AreThere
        ? new RazorComponentResult<StudioPage>(new Dictionary<string, object?> { [nameof(StudioPage.View)] = view })
        : new RazorComponentResult<StudioMissingPage>() { StatusCode = StatusCodes.Status503ServiceUnavailable };
}

/// <summary>Which of the designer's two halves is open.</summary>
public enum DesignerTab
{
    Definitions,
    Instances,
}

/// <summary>One of Studio's elements and what it shows.</summary>
/// <param name="Element">Name of the custom element.</param>
/// <param name="Id">The definition or instance; null for a list.</param>
public sealed record StudioView(string Element, string? Id, DesignerTab Tab);
