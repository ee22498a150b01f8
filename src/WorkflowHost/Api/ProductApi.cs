using Microsoft.AspNetCore.Mvc;
using WorkflowHost.Api.ApiKeys;
using WorkflowHost.Api.Auditing;
using WorkflowHost.Api.Cases;
using WorkflowHost.Api.CustomerLinks;
using WorkflowHost.Api.Clocks;
using WorkflowHost.Api.Contacts;
using WorkflowHost.Api.Definitions;
using WorkflowHost.Api.Description;
using WorkflowHost.Api.Figures;
using WorkflowHost.Api.Forms;
using WorkflowHost.Api.Incidents;
using WorkflowHost.Api.Instances;
using WorkflowHost.Api.Notifications;
using WorkflowHost.Api.Outbox;
using WorkflowHost.Api.Rehearsals;
using WorkflowHost.Api.Requests;
using WorkflowHost.Api.Revisits;
using WorkflowHost.Api.Rules;
using WorkflowHost.Api.Schedules;
using WorkflowHost.Api.Session;
using WorkflowHost.Api.Staff;
using WorkflowHost.Api.Tasks;
using WorkflowHost.Api.Timers;
using WorkflowHost.Api.Versions;
using WorkflowHost.Jobs;

namespace WorkflowHost.Api;

/// <summary>The product API under <c>/api/v1</c> and its OpenAPI document.</summary>
public static class ProductApi
{
    /// <summary>A form with a long text is a few kilobytes; what is larger is a mistake or an attack.</summary>
    private const long LargestBody = 1024 * 1024;

    public static IServiceCollection AddProductApi(this IServiceCollection services)
    {
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.AddExceptionHandler<RequestFaults>();
        services.AddProblemDetails();
        services.AddSingleton<Retries>();
        services.AddOpenApi("v1", ApiDescription.Shape);
        return services;
    }

    /// <summary>Before everything that may fail.</summary>
    public static void UseProductApiFaults(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages(BareStatuses.ExplainAsync);
    }

    public static void MapProductApi(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapOpenApi("/openapi/{documentName}.json");
        var api = endpoints.MapGroup("/api/v1")
            .AddEndpointFilter<CommandHeadersFilter>()
            .WithMetadata(new RequestSizeLimitAttribute(LargestBody))
            .DisableAntiforgery();
        SessionEndpoints.Map(api);
        CaseEndpoints.Map(api);
        CustomerLinkEndpoints.Map(api);
        TaskEndpoints.Map(api);
        ClockEndpoints.Map(api);
        RecountEndpoints.Map(api);
        RevisitEndpoints.Map(api);
        ContactBlockEndpoints.Map(api);
        DefinitionEndpoints.Map(api);
        DefinitionChangeEndpoints.Map(api);
        PublicationEndpoints.Map(api);
        DefinitionImportEndpoints.Map(api);
        MigrationEndpoints.Map(api);
        RehearsalEndpoints.Map(api);
        RuleEndpoints.Map(api);
        RuleTrialEndpoints.Map(api);
        FigureEndpoints.Map(api);
        FormEndpoints.Map(api);
        StaffEndpoints.Map(api);
        ApiKeyEndpoints.Map(api);
        NotificationEndpoints.Map(api);
        TimerEndpoints.Map(api);
        ScheduleEndpoints.Map(api);
        OutboxEndpoints.Map(api);
        IncidentEndpoints.Map(api);
        InstanceEndpoints.Map(api);
        RequestedTaskEndpoints.Map(api);
        AuditEndpoints.Map(api);
    }
}
