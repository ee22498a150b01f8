using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using WorkflowHost.Workbench;
using WorkflowHost.Workbench.Layout;

namespace WorkflowHost.Tests.Workbench.Layout;

public sealed class PageAccessTests
{
    [Fact]
    public void Pages_OfTheWorkbench_AllRequireSignIn()
    {
        var open = Pages().Where(page => page.GetCustomAttribute<AuthorizeAttribute>() is null).Select(page => page.Name);
        Assert.Empty(open);
    }

    [Fact]
    public void Navigation_Entries_AskForThePolicyOfThePageBehindThem()
    {
        foreach (var item in NavItems.Groups.SelectMany(group => group.Items))
        {
            var page = Assert.Single(Pages(), page => page.GetCustomAttributes<RouteAttribute>().Any(route => route.Template == item.Path));
            // The front page is everybody's: who has no inbox is led on to what they have.
            Assert.Equal(item.Path == "/" ? null : item.Policy, page.GetCustomAttribute<AuthorizeAttribute>()!.Policy);
        }
    }

    private static IEnumerable<Type> Pages() => typeof(App).Assembly.GetTypes()
        .Where(type => type.Namespace?.StartsWith("WorkflowHost.Workbench", StringComparison.Ordinal) == true && type.GetCustomAttributes<RouteAttribute>().Any());
}
