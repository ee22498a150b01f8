using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using WorkflowHost.Runtime.Archive;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Clocks;
using WorkflowHost.Sop.Figures;
using WorkflowHost.Sop.Revisits;

namespace WorkflowHost.Runtime.Figures;

/// <summary>Reads what figures are counted from: cases at hand and archived ones alike, with their clocks and answers.</summary>
internal sealed class FigureReader(IDbContextFactory<WorkflowDbContext> contexts)
{
    private const string RatingField = "rating";
    private const string AnswersField = "customerAnswers";
    private const string FeedbackField = "customerRating";

    /// <summary>Cases of these SOPs to which something happened since one instant and that were open before another.</summary>
    /// <param name="since">Null: whenever.</param>
    public async Task<List<FigureSubject>> ReadAsync(IReadOnlyCollection<string> sops, DateTimeOffset? since, DateTimeOffset before, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var cases = context.Cases.AsNoTracking().Where(c => sops.Contains(c.DefinitionId) && (since == null || c.UpdatedAt >= since) && c.OpenedAt < before);
        var clocks = (await context.Clocks.Join(cases, k => k.CaseId, c => c.Id, (k, _) => new { k.CaseId, k.PolicyId, k.Detail }).ToListAsync(cancellationToken))
            .ToLookup(k => k.CaseId, k => (k.PolicyId, Word: k.Detail is { } detail ? WordOf(EndedJson.ReadClock(detail)) : "running"), StringComparer.Ordinal);
        var calls = (await context.Revisits.Where(r => r.Detail != null).Join(cases, r => r.CaseId, c => c.Id, (r, _) => new { r.CaseId, r.Detail }).ToListAsync(cancellationToken))
            .ToLookup(r => r.CaseId, r => EndedJson.ReadRevisit(r.Detail!), StringComparer.Ordinal);
        var subjects = new List<FigureSubject>();
        await foreach (var row in cases.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            subjects.Add(Of(row, row.State, clocks[row.Id], calls[row.Id]));
        }

        var archived = context.ArchivedCases.AsNoTracking().Where(c => sops.Contains(c.DefinitionId) && (since == null || c.UpdatedAt >= since) && c.OpenedAt < before);
        await foreach (var row in archived.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            var content = ArchivedContent.Read(row.Content);
            subjects.Add(Of(
                row, content.State, content.Clocks.Select(EndedJson.ReadClock).Select(k => (k.PolicyId, Word: WordOf(k))), content.Revisits.Select(EndedJson.ReadRevisit)));
        }

        // Without one snapshot for both, a case that was archived in between is read twice.
        return [.. subjects.DistinctBy(subject => subject.CaseId, StringComparer.Ordinal)];
    }

    private static FigureSubject Of(CaseColumns row, byte[] state, IEnumerable<(string PolicyId, string Word)> clocks, IEnumerable<Revisit> calls)
    {
        var data = DataOf(state);
        var answers = new List<FigureAnswer>();
        AddLinkAnswers(data, answers);
        AddCallAnswers(calls, answers);
        if (NumberOf(data[FeedbackField]) is { } rating)
        {
            answers.Add(new(data.Instant("deliveredAt") ?? row.ClosedAt ?? row.OpenedAt, FeedbackField, rating));
        }

        data["sop"] = row.DefinitionId;
        data["status"] = row.Status.ToString();
        foreach (var rounds in clocks.GroupBy(clock => clock.PolicyId, clock => clock.Word, StringComparer.Ordinal))
        {
            data["clock." + rounds.Key] = FigureRules.RoundsOf(rounds);
        }

        return new(
            row.Id, row.Number, row.Title, row.DefinitionId, row.OpenedAt, row.ClosedAt, row.Branch, row.ProductLine, row.Channel,
            data.Text("segment") ?? data.Text("customerSegment") ?? data.Text("customerType"), row.HandlerId, data, answers);
    }

    private static string WordOf(Clock clock) => clock.Status switch
    {
        ClockStatus.Cancelled => "cancelled",
        ClockStatus.Stopped => clock.IsMet == false || clock.MissedDueAt is not null ? "missed" : "met",
        _ => "running",
    };

    /// <summary>Only the fields: the workflow's own state is most of the text, and figures need no program to read it.</summary>
    private static JsonObject DataOf(byte[] state)
    {
        using var document = JsonDocument.Parse(state);
        return document.RootElement.TryGetProperty("case", out var of) && of.TryGetProperty("data", out var data) ? JsonObject.Create(data.Clone()) ?? [] : [];
    }

    private static void AddLinkAnswers(JsonObject data, List<FigureAnswer> answers)
    {
        foreach (var answer in (data[AnswersField] as JsonArray ?? []).OfType<JsonObject>())
        {
            Add(answer.Instant("at") ?? default, answer, answers);
        }
    }

    private static void AddCallAnswers(IEnumerable<Revisit> calls, List<FigureAnswer> answers)
    {
        foreach (var attempt in calls.SelectMany(call => call.Attempts))
        {
            if (attempt.Rating is { } rating)
            {
                answers.Add(new(attempt.At, RatingField, rating));
            }

            // The rating may be among the answers of the script as well; it is one answer.
            Add(attempt.At, attempt.Answers ?? [], answers, except: attempt.Rating is null ? null : RatingField);
        }
    }

    private static void Add(DateTimeOffset at, JsonObject values, List<FigureAnswer> answers, string? except = null)
    {
        foreach (var (field, value) in values)
        {
            if (field != except && NumberOf(value) is { } number)
            {
                answers.Add(new(at, field, number));
            }
        }
    }

    private static decimal? NumberOf(JsonNode? value) =>
        value is JsonValue given && decimal.TryParse(given.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
