using Microsoft.Extensions.DependencyInjection;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Sop.Staff;
using WorkflowHost.Tests.Hosting;
using WorkflowHost.Workbench.Language;

namespace WorkflowHost.Tests.Workbench.Language;

public sealed class SopNamesTests
{
    [Fact]
    public async Task Sop_Retracted_KeepsTheNameItWasPublishedUnder()
    {
        using var host = new VirtualHost();
        var store = host.Services.GetRequiredService<DefinitionStore>();
        var names = host.Services.GetRequiredService<SopNames>();
        var name = (await store.GetAsync("mediation"))!.Name;
        Assert.NotEqual("mediation", name);

        var answer = await host.Services.GetRequiredService<DefinitionDesk>().RetractAsync("mediation", new("p-other", "沈悦", "P7002", [StaffRoles.ProcessOwner]));

        Assert.Null(answer.Refusal);
        Assert.DoesNotContain(names.Published, sop => sop.Id == "mediation");
        Assert.Equal(name, names.Sop("mediation"));
        Assert.Equal("no-such-sop", names.Sop("no-such-sop"));
    }
}
