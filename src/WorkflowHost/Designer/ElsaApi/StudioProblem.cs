using System.Globalization;
using System.Text.Json;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Workbench.Language;

namespace WorkflowHost.Designer.ElsaApi;

/// <summary>
/// A refusal as Studio can show it: it reports only a 400 with <c>errors</c> to the person and passes over every other status
/// without a word (a save answered with 403 or 409 looks as if it had succeeded). <c>code</c> is stable and for programs.
/// </summary>
internal sealed class StudioProblem : IResult, IStatusCodeHttpResult
{
    private readonly Func<Words, IEnumerable<string>> _messages;
    private readonly string _code;

    private StudioProblem(string code, Func<Words, IEnumerable<string>> messages) => (_code, _messages) = (code, messages);

    public int? StatusCode => StatusCodes.Status400BadRequest;

    public static StudioProblem Of(CaseRefusal refusal) => new(refusal.Code, words => [words.Of(refusal)]);

    /// <summary>A refusal with every fault that is the reason for it, each naming its activity.</summary>
    public static StudioProblem Of(DefinitionAnswer answer) => new(answer.Refusal!.Code, words => SentencesOf(answer.Refusal, answer.Check, words));

    /// <summary>
    /// Said instead of a success, since Studio would show one as published: the draft is stored, and somebody else is asked to publish
    /// it. Null when that is not what became of it.
    /// </summary>
    public static StudioProblem? OfRequest(DefinitionAnswer answer) => RefusalOf(answer) is { } requested ? Of(requested) : null;

    /// <summary>The same as a refusal.</summary>
    public static CaseRefusal? RefusalOf(DefinitionAnswer answer) => answer is { Request: { IsPending: true } request, Version: { } version }
        ? CaseRefusal.Conflict(
            "publication.requested", ("name", version.Name ?? version.DefinitionId), ("version", request.Version.ToString(CultureInfo.InvariantCulture)),
            ("reviewers", string.Join("、", request.Reviewers)))
        : null;

    public static StudioProblem Of(string code, params ReadOnlySpan<(string Key, string Value)> args) => Of(CaseRefusal.Invalid(code, args));

    /// <summary>The refusals of an action on many things, after how many it was done to all the same.</summary>
    public static StudioProblem OfMany(IReadOnlyList<CaseRefusal> refusals, int done) => OfMany([.. refusals.Select(each => (each, (DefinitionCheck?)null))], done);

    /// <summary>The same, each with the faults that are the reason for it.</summary>
    public static StudioProblem OfMany(IReadOnlyList<(CaseRefusal Refusal, DefinitionCheck? Check)> refusals, int done) => new(
        refusals[0].Refusal.Code,
        words => (done == 0 ? [] : new[] { words.Of(CaseRefusal.Invalid("request.partly_done", ("done", $"{done}"), ("left", $"{refusals.Count}"))) })
            .Concat(refusals.SelectMany(each => SentencesOf(each.Refusal, each.Check, words))));

    private static IEnumerable<string> SentencesOf(CaseRefusal refusal, DefinitionCheck? check, Words words) =>
        [words.Of(refusal), .. refusal.Code == "definition.faulty" ? check?.Faults.Select(words.Of) ?? [] : []];

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var words = httpContext.RequestServices.GetRequiredService<Words>();
        httpContext.Response.StatusCode = StatusCodes.Status400BadRequest;
        var messages = _messages(words).Distinct(StringComparer.Ordinal).ToList();
        return httpContext.Response.WriteAsJsonAsync(
            new
            {
                Type = $"urn:workflowhost:problem:{_code}",
                Title = messages[0],
                Status = StatusCodes.Status400BadRequest,
                Code = _code,
                Errors = new Dictionary<string, IReadOnlyList<string>> { [_code] = messages },
            },
            ElsaJson.Options, "application/problem+json", httpContext.RequestAborted);
    }
}
