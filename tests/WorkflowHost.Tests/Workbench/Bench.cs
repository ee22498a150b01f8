using System.Security.Claims;
using Bunit;
using Bunit.TestDoubles;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Radzen;
using WorkflowHost.Jobs;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Changes;
using WorkflowHost.Runtime.Contacts;
using WorkflowHost.Runtime.CustomerLinks;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Runtime.Definitions.Publications;
using WorkflowHost.Runtime.Figures;
using WorkflowHost.Runtime.Incidents;
using WorkflowHost.Runtime.Rehearsals;
using WorkflowHost.Runtime.Rules;
using WorkflowHost.Runtime.Staff;
using WorkflowHost.Runtime.Timers;
using WorkflowHost.Runtime.Triggers;
using WorkflowHost.Runtime.Versions;
using WorkflowHost.Security;
using WorkflowHost.Sop.Staff;
using WorkflowHost.Tests.Hosting;
using WorkflowHost.Workbench.Figures;
using WorkflowHost.Workbench.Forms;
using WorkflowHost.Workbench.Language;
using WorkflowHost.Workbench.Live;
using WorkflowHost.Workbench.Rules;
using WorkflowHost.Workbench.Rules.Editors;
using WorkflowHost.Workbench.Time;

namespace WorkflowHost.Tests.Workbench;

/// <summary>Renders components with the workbench's services, the sample pack and a virtual clock, in one language.</summary>
internal sealed class Bench : BunitContext, IDisposable
{
    private readonly Culture _culture;

    public Bench(string culture = "zh-CN")
    {
        _culture = new Culture(culture);
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddSingleton<TimeProvider>(Clock);
        Services.AddSingleton(Samples.PackSource());
        Services.AddSingleton<Texts>();
        Services.AddSingleton<CaseTime>();
        Services.AddSingleton<PackLabels>();
        Services.AddSingleton<Words>();
        Services.AddScoped<Drafts>();
        Services.AddScoped<PageScript>();
        Services.AddRadzenComponents();
    }

    public FakeTimeProvider Clock { get; } = Samples.Clock();

    /// <summary>Seats a colleague at the screen of a whole host: real commands, queries, pack and database.</summary>
    public Bench SeatedAt(VirtualHost host, StaffMember me)
    {
        Services.AddSingleton<TimeProvider>(host.Clock);
        Services.AddSingleton(host.Services.GetRequiredService<CaseDesk>());
        Services.AddSingleton(host.Services.GetRequiredService<CaseQueries>());
        Services.AddSingleton(host.Services.GetRequiredService<CustomerLinkDesk>());
        Services.AddSingleton(host.Services.GetRequiredService<FigureDesk>());
        Services.AddSingleton<FigureTable>();
        Services.AddSingleton(host.Services.GetRequiredService<ContactBlockDesk>());
        Services.AddSingleton(host.Services.GetRequiredService<CaseChangeFeed>());
        Services.AddSingleton(host.Services.GetRequiredService<DefinitionStore>());
        Services.AddSingleton<SopNames>();
        Services.AddSingleton(host.Services.GetRequiredService<DefinitionFiles>());
        Services.AddSingleton(host.Services.GetRequiredService<DefinitionReviews>());
        Services.AddSingleton(host.Services.GetRequiredService<DefinitionDesk>());
        Services.AddSingleton(host.Services.GetRequiredService<PublicationRequests>());
        Services.AddSingleton(host.Services.GetRequiredService<MigrationDesk>());
        Services.AddSingleton(host.Services.GetRequiredService<RehearsalDesk>());
        Services.AddSingleton(host.Services.GetRequiredService<RuleDesk>());
        Services.AddSingleton(host.Services.GetRequiredService<RuleTrials>());
        Services.AddSingleton(host.Services.GetRequiredService<RecountDesk>());
        Services.AddSingleton<RuleGist>();
        Services.AddSingleton<PackOptions>();
        Services.AddSingleton<SheetFacts>();
        Services.AddSingleton<CellWords>();
        Services.AddSingleton(host.Services.GetRequiredService<StaffDirectory>());
        Services.AddSingleton(host.Services.GetRequiredService<SopPackSource>());
        Services.AddSingleton(host.Services.GetRequiredService<Retries>());
        Services.AddSingleton(host.Services.GetRequiredService<TimerQueries>());
        Services.AddSingleton(host.Services.GetRequiredService<TimerDesk>());
        Services.AddSingleton(host.Services.GetRequiredService<IncidentDesk>());
        Services.AddSingleton(host.Services.GetRequiredService<IncidentJobs>());
        Services.AddSingleton(host.Services.GetRequiredService<ScheduleDesk>());
        Services.AddScoped<CurrentActor>();
        Services.AddScoped<Toasts>();
        Services.AddScoped<OwnerActions>();
        var authorization = this.AddAuthorization();
        authorization.SetAuthorized(me.DisplayName);
        authorization.SetClaims([new Claim(ClaimTypes.NameIdentifier, me.Id), .. me.Roles.Select(role => new Claim(ClaimTypes.Role, role))]);
        authorization.SetPolicies([.. AccessPolicies.All.Where(policy => AccessPolicies.RolesOf(policy).Intersect(me.Roles).Any())]);
        return this;
    }

    /// <summary>Opens a page at an address, query and all.</summary>
    public IRenderedComponent<TPage> Open<TPage>(string address, Action<ComponentParameterCollectionBuilder<TPage>>? parameters = null)
        where TPage : IComponent
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        return Render<TPage>(parameters);
    }

    /// <summary>Some services of a circuit can only be put away asynchronously.</summary>
    void IDisposable.Dispose()
    {
        _culture.Dispose();
        DisposeAsync().AsTask().GetAwaiter().GetResult();
    }
}
