using System.Text.Json;
using System.Text.Json.Serialization;

namespace WorkflowHost.Demo;

/// <summary>What one invented customer complains about, and how far the story goes.</summary>
/// <param name="Plot">Where the case ends up; see <see cref="DemoStory"/>.</param>
/// <param name="Amount">In dispute, in yuan; 0 for none.</param>
/// <param name="RepeatOf">The customer of another demo case, whose matter this repeats.</param>
internal sealed record DemoComplaint(
    string Customer,
    DemoPlot Plot,
    string Channel,
    string ProductLine,
    string Category,
    string Content,
    string Demand,
    string Remedy,
    decimal Amount,
    string Lesson,
    IReadOnlyList<string>? Traits = null,
    IReadOnlyList<string>? Signals = null,
    string? RepeatOf = null)
{
    private const string Resource = "demo/complaints.json";

    private static readonly JsonSerializerOptions _format = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    public static IReadOnlyList<DemoComplaint> All()
    {
        using var stream = typeof(DemoComplaint).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The assembly lacks {Resource}.");
        return JsonSerializer.Deserialize<List<DemoComplaint>>(stream, _format)!;
    }
}

/// <summary>How far a demo case has come.</summary>
internal enum DemoPlot
{
    Register,
    Supplement,
    NotAccepted,
    Merged,
    Withdrawn,
    Analysis,
    NewFacts,
    Appraisal,
    Breached,
    Solution,
    Disagreed,
    Mediation,
    Approval,
    Extension,
    Extended,
    Execution,
    Feedback,
    Recovery,
    Closing,
    CloseApproval,
    RevisitToday,
    RevisitOverdue,
    RevisitTried,
    Revisited,
    Review,
    Ended,
}
