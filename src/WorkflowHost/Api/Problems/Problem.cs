using System.Diagnostics;
using System.Text;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Localization;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Forms;
using WorkflowHost.Workbench.Language;

namespace WorkflowHost.Api.Problems;

/// <summary>What is wrong with one field: a stable code, its arguments, and the sentence in the caller's language.</summary>
public sealed record FieldProblem(string Code, string Message, IReadOnlyDictionary<string, string> Args);

/// <summary>
/// A refusal as RFC 9457 problem details. <see cref="Code"/> is stable and for programs; <see cref="Title"/> and
/// <see cref="Detail"/> are for people, in the language of <c>Accept-Language</c>.
/// </summary>
public sealed record ProblemBody
{
    public required string Type { get; init; }

    public required string Title { get; init; }

    public required int Status { get; init; }

    public string? Detail { get; init; }

    public required string Code { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Args { get; init; }

    /// <summary>Per form field, for a 400; of a faulty definition per activity id, <c>$</c> for the whole.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, IReadOnlyList<FieldProblem>>? Errors { get; init; }

    /// <summary>For a 409: the state that the command met, so that the caller can show it and decide again.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public object? Current { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TraceId { get; init; }
}

/// <summary>The answer that carries a <see cref="ProblemBody"/>.</summary>
public sealed class Problem : IResult, IStatusCodeHttpResult
{
    private const string CodeItem = "problem.code";
    private const string CaseRulesItem = "problem.of_case_rules";
    private static readonly Dictionary<string, string> _noArgs = [];

    private readonly int _status;
    private readonly string _code;
    private readonly IReadOnlyDictionary<string, string> _args;
    private readonly IReadOnlyList<FieldFault> _fields;
    private readonly object? _current;
    private DefinitionCheck? _check;

    private Problem(int status, string code, IReadOnlyDictionary<string, string> args, IReadOnlyList<FieldFault> fields, object? current) =>
        (_status, _code, _args, _fields, _current) = (status, code, args, fields, current);

    public int? StatusCode => _status;

    private bool IsRuleRefusal { get; init; }

    public static Problem Of(int status, string code, params ReadOnlySpan<(string Key, string Value)> args)
    {
        var values = new Dictionary<string, string>(args.Length, StringComparer.Ordinal);
        foreach (var (key, value) in args)
        {
            values[key] = value;
        }

        return new Problem(status, code, values, [], null);
    }

    /// <summary>A 400 whose faults lie in single fields.</summary>
    public static Problem OfFields(params IReadOnlyList<FieldFault> fields) =>
        new(StatusCodes.Status400BadRequest, "form.invalid", _noArgs, fields, null);

    public static Problem NotFound(string code, string id) => Of(StatusCodes.Status404NotFound, code, ("id", id));

    /// <summary>The answer to a refused command. With a conflict goes <paramref name="current"/>, the state the command met.</summary>
    public static Problem Of(CaseRefusal refusal, object? current = null)
    {
        var status = ProblemStatus.Of(refusal);
        return new Problem(status, refusal.Code, refusal.Args, refusal.Fields, status == StatusCodes.Status409Conflict ? current : null) { IsRuleRefusal = true };
    }

    /// <summary>The answer to a refused change of a definition, with every fault that is the reason for it.</summary>
    public static Problem Of(CaseRefusal refusal, DefinitionCheck? check)
    {
        var problem = Of(refusal);
        problem._check = check;
        return problem;
    }

    /// <summary>The code of the problem this request was answered with, or null.</summary>
    internal static string? CodeOf(HttpContext context) => context.Items[CodeItem] as string;

    /// <summary>True when the runtime refused a command, and so has written a denial to the audit itself.</summary>
    internal static bool IsOfCaseRules(HttpContext context) => context.Items.ContainsKey(CaseRulesItem);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (IsRuleRefusal)
        {
            httpContext.Items[CaseRulesItem] = true;
        }

        httpContext.Items[CodeItem] = _code;
        httpContext.Response.StatusCode = _status;
        var services = httpContext.RequestServices;
        var body = Body(services.GetRequiredService<IStringLocalizer<ProblemTexts>>(), services.GetRequiredService<Words>());
        return httpContext.Response.WriteAsJsonAsync(body, options: null, "application/problem+json", httpContext.RequestAborted);
    }

    internal ProblemBody Body(IStringLocalizer<ProblemTexts> texts, Words words) => new()
    {
        Type = $"urn:workflowhost:problem:{_code}",
        Title = texts[$"status.{_status}"],
        Status = _status,
        Detail = Sentence(texts, words),
        Code = _code,
        Args = _args.Count == 0 ? null : _args,
        Errors = ErrorsBy(words),
        Current = _current,
        TraceId = Activity.Current?.Id,
    };

    private Dictionary<string, IReadOnlyList<FieldProblem>>? ErrorsBy(Words words)
    {
        var errors = _fields.Select(fault => (fault.Field, Problem: new FieldProblem(fault.Code, words.Of(fault), fault.Args)))
            .Concat((_check?.Faults ?? []).Select(fault => (Field: fault.ActivityId ?? "$", Problem: new FieldProblem(fault.Code, words.Of(fault), new Dictionary<string, string> { ["path"] = fault.Path }))))
            .ToLookup(each => each.Field, each => each.Problem, StringComparer.Ordinal);
        return errors.Count == 0 ? null : errors.ToDictionary(group => group.Key, group => (IReadOnlyList<FieldProblem>)[.. group], StringComparer.Ordinal);
    }

    /// <summary>
    /// The sentence of the code: the API's own, or else the one screens show for the
    /// same refusal.
    /// </summary>
    private string Sentence(IStringLocalizer<ProblemTexts> texts, Words words)
    {
        var own = texts[_code];
        if (own.ResourceNotFound)
        {
            return words.Of(new CaseRefusal(RefusalKind.Invalid, _code, _args, _fields));
        }

        var sentence = new StringBuilder(own.Value);
        foreach (var (name, value) in _args)
        {
            sentence.Replace($"{{{name}}}", value);
        }

        return sentence.ToString();
    }
}
