using WorkflowHost.Security;

namespace WorkflowHost.Workbench.Layout;

/// <summary>One entry of the navigation: shown only to people whose roles satisfy the policy of the page behind it.</summary>
/// <param name="Policy">Name of the authorization policy the page itself requires.</param>
internal sealed record NavItem(string Path, string Icon, string TextKey, string Policy);

/// <summary>Entries that belong together, under a heading.</summary>
internal sealed record NavGroup(string TitleKey, IReadOnlyList<NavItem> Items);

/// <summary>The whole navigation, in the order people work in.</summary>
internal static class NavItems
{
    public static IReadOnlyList<NavGroup> Groups { get; } =
    [
        new("nav.work",
        [
            new("/", "inbox", "nav.inbox", AccessPolicies.Work),
            new("/cases", "cases", "nav.cases", AccessPolicies.Work),
            new("/board", "board", "nav.board", AccessPolicies.Supervise),
            new("/figures", "ladder", "nav.figures", AccessPolicies.Supervise),
            new("/revisits", "phone", "nav.revisits", AccessPolicies.Revisits),
            new("/contact-blocks", "shield", "nav.contact_blocks", AccessPolicies.Revisits),
        ]),
        new("nav.processes",
        [
            new("/sops", "flow", "nav.sops", AccessPolicies.ReadDefinitions),
            new("/rules", "gear", "nav.rules", AccessPolicies.ReadDefinitions),
            new("/timers", "timer", "nav.timers", AccessPolicies.Operate),
        ]),
        new("nav.administration",
        [
            new("/admin/staff", "users", "nav.staff", AccessPolicies.Administer),
        ]),
    ];
}
