using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using WorkflowHost.Api.Problems;
using WorkflowHost.Api.Requests;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Runtime.Figures;
using WorkflowHost.Security;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Figures;
using WorkflowHost.Workbench.Figures;

namespace WorkflowHost.Api.Figures;

/// <summary>A figure of a period.</summary>
/// <param name="Base">What it is counted of; null where there is no such thing.</param>
/// <param name="Trend">The last six periods, the present one last.</param>
public sealed record FigureBody(
    string Id, string NameZh, string NameEn, string UnitZh, string UnitEn, FigureFormula Formula, decimal? Value, int Counted, decimal? Base, decimal? Target, FigureBand Band,
    IReadOnlyList<FigurePoint> Trend, IReadOnlyList<FigureSlice> Parts);

/// <summary>The figures of a period.</summary>
public sealed record FigureSheetBody(string Period, DateOnly From, DateOnly To, IReadOnlyList<FigureBody> Figures);

/// <summary>The cases behind a figure.</summary>
public sealed record FigureCasesBody(string Id, string Period, int Total, IReadOnlyList<FigureCase> Cases);

internal static class FigureEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var figures = api.MapGroup("/figures").RequireAuthorization(AccessPolicies.Supervise).WithTags("Figures");
        figures.MapGet("/", SheetAsync).WithSummary("The figures of a period (`2026-09`, `2026-Q3` or `2026`), with targets, trend and parts by a dimension.");
        figures.MapGet("/export", ExportAsync).WithSummary("The same as a table: CSV in UTF-8.");
        figures.MapGet("/proposals/{taskId}", ProposalsAsync).WithSummary("What the figures propose for the number fields of a form of a task; a person confirms them.");
        figures.MapGet("/{id}/cases", CasesAsync).WithSummary("The cases behind a figure, or behind one part of it.");
    }

    private static async Task<Results<Ok<FigureSheetBody>, Problem>> SheetAsync(
        string? period, Code<FigureDimension>? split, FigureDesk desk, TimeProvider time, ClaimsPrincipal user, CancellationToken cancellation)
    {
        if (PeriodOf(period, time) is not { } asked)
        {
            return Wrong();
        }

        return await desk.SheetAsync(asked, split?.Value, user.ToActor(), cancellation) is { } sheet
            ? TypedResults.Ok(new FigureSheetBody(asked.ToString(), asked.From, asked.To, [.. sheet.Rows.Select(BodyOf)]))
            : Problem.NotFound("figure.not_found", asked.ToString());
    }

    private static async Task<Results<FileContentHttpResult, Problem>> ExportAsync(
        string? period, Code<FigureDimension>? split, FigureDesk desk, FigureTable table, TimeProvider time, ClaimsPrincipal user, CancellationToken cancellation)
    {
        if (PeriodOf(period, time) is not { } asked)
        {
            return Wrong();
        }

        if (await desk.SheetAsync(asked, split?.Value, user.ToActor(), cancellation) is not { } sheet)
        {
            return Problem.NotFound("figure.not_found", asked.ToString());
        }

        // Spreadsheets take a text without the mark for the machine's own code page.
        byte[] bytes = [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(table.Csv(sheet))];
        return TypedResults.File(bytes, "text/csv; charset=utf-8", $"figures-{asked}.csv");
    }

    private static async Task<Results<Ok<IReadOnlyDictionary<string, decimal>>, Problem>> ProposalsAsync(
        string taskId, FigureDesk desk, CaseQueries queries, SopPackSource packs, ClaimsPrincipal user, CancellationToken cancellation)
    {
        var actor = user.ToActor();
        return await queries.CaseOfTaskAsync(taskId, actor, cancellation) is { } view
            && view.Tasks.FirstOrDefault(task => task.Id == taskId) is { } asked
            && packs.Current.Forms.TryGetValue(asked.FormId, out var form)
            ? TypedResults.Ok(await desk.ProposalsAsync(form, view.Data, actor, cancellation))
            : Problem.NotFound("task.not_found", taskId);
    }

    private static async Task<Results<Ok<FigureCasesBody>, Problem>> CasesAsync(
        string id, string? period, Code<FigureDimension>? split, string? key, FigureDesk desk, TimeProvider time, ClaimsPrincipal user, CancellationToken cancellation)
    {
        if (PeriodOf(period, time) is not { } asked)
        {
            return Wrong();
        }

        return await desk.CasesAsync(id, asked, split?.Value, key, user.ToActor(), cancellation) is { } cases
            ? TypedResults.Ok(new FigureCasesBody(id, asked.ToString(), cases.Total, cases.Cases))
            : Problem.NotFound("figure.not_found", id);
    }

    private static FigurePeriod? PeriodOf(string? text, TimeProvider time) => text is null ? FigureTable.Present(time) : FigurePeriod.Parse(text);

    private static Problem Wrong() => Problem.Of(StatusCodes.Status400BadRequest, "figure.period_invalid");

    private static FigureBody BodyOf(FigureRow row) => new(
        row.Figure.Id, row.Figure.Name.Zh, row.Figure.Name.En, row.Figure.Unit.Zh, row.Figure.Unit.En, row.Figure.Formula, row.Value.Value, row.Value.Counted, row.Value.Base,
        row.Figure.Target, row.Band, row.Trend, row.Parts);
}
