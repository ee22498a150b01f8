using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using WorkflowHost.Journeys;
using static Microsoft.Playwright.Assertions;

namespace WorkflowHost.Browser;

/// <summary>The main job as a person does it: sign in, open a complaint, take it through all seven steps, call the customer back.</summary>
public sealed class ComplaintJourneyTests
{
    private const string UserName = "wangfang";
    private const string DisplayName = "王芳";
    private const string Password = "Harbour-Window-73";

    private static readonly string[] _steps =
        ["complaint-register", "complaint-analysis", "complaint-solution", "complaint-execution", "complaint-told", "complaint-closing"];

    /// <summary>A working Tuesday morning, no holiday ahead within the revisit's days.</summary>
    private static readonly DateTimeOffset _morning = new(2026, 9, 15, 9, 40, 0, TimeSpan.FromHours(8));

    private static readonly DateTimeOffset _callingTime = new(2026, 9, 18, 10, 5, 0, TimeSpan.FromHours(8));

    [ChromiumTheory]
    [InlineData("zh-CN")]
    [InlineData("en")]
    public async Task Complaint_TakenFromIntakeToRevisit_IsClosedAndTheCallIsLogged(string culture)
    {
        using var host = new JourneyHost(_morning);
        var staff = await HireAsync(host);
        await using var screen = await Screen.OpenAsync(host.Address, $"complaint-{culture}", culture);
        var journey = new Journey(screen, new Language(culture), staff, host.Time);
        await screen.PicturedAsync(async () =>
        {
            await journey.SignInAsync(UserName, staff.OneTimePassword, Password);
            await journey.OpenComplaintAsync();
            foreach (var form in _steps)
            {
                await journey.CompleteAsync(form);
            }

            await journey.SeeClosedAsync();
            host.Time.JumpTo(_callingTime);
            await journey.ComeBackAsync(UserName, Password);
            await journey.LogRevisitAsync();
            await journey.LookAroundAsync();
        });

        Assert.Empty(screen.Faults);
    }

    private static async Task<Hired> HireAsync(JourneyHost host)
    {
        using var administrator = await host.AdministratorAsync();
        var roles = new[] { "agent", "handler", "team_lead", "scheduler" };
        var (staffId, password) = await administrator.HireAsync(UserName, DisplayName, roles, CancellationToken.None);
        return new Hired(staffId, DisplayName, password);
    }
}
