using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Radzen;
using WorkflowHost.Workbench.Forms;
using WorkflowHost.Workbench.Language;
using WorkflowHost.Workbench.Live;
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

    /// <summary>Some services of a circuit can only be put away asynchronously.</summary>
    void IDisposable.Dispose()
    {
        _culture.Dispose();
        DisposeAsync().AsTask().GetAwaiter().GetResult();
    }
}
