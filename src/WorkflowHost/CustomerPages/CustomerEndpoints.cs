using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;
using WorkflowHost.Runtime.CustomerLinks;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.CustomerLinks;
using WorkflowHost.Sop.Forms;
using WorkflowHost.Workbench.Language;

namespace WorkflowHost.CustomerPages;

/// <summary>
/// What a customer meets behind a link: plain pages without script or sign-in. Nothing of the case is on them before the one-time code
/// is given; every fault of the address reads the same, and what only concerns staff is not told.
/// </summary>
internal static class CustomerEndpoints
{
    public const string SendCode = "code";
    public const string Open = "open";
    public const string Answer = "answer";

    private const string Sent = "sent";
    private const string Act = "act";
    private const string Code = "code";
    private const int LongestCode = 6;

    public static IServiceCollection AddCustomerPages(this IServiceCollection services) => services.AddCustomerPace().AddSingleton<CustomerSession>();

    public static void MapCustomerPages(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(CustomerAddress.Pattern, ShowAsync).AllowAnonymous().ExcludeFromDescription();

        // Looks at the antiforgery token itself: who kept the page open too long gets it again with a sentence, not a bare status.
        endpoints.MapPost(CustomerAddress.Pattern, TakeAsync).AllowAnonymous().DisableAntiforgery().RequireRateLimiting(CustomerPace.Policy).ExcludeFromDescription();
    }

    private static async Task<IResult> ShowAsync([AsParameters] CustomerVisit visit, string? sent, string? culture)
    {
        if (await visit.LinkAsync() is not { } link)
        {
            return Gone();
        }

        // The language is chosen on the page itself: any other address would have to name this one, and be logged with it.
        if (culture is not null && LanguageCookie.Keep(visit.Context, culture))
        {
            return Results.LocalRedirect(visit.Address);
        }

        return visit.IsOpen(link) ? await ContentAsync(visit, link) : AskCode(visit, null, isSent: sent == "1", StatusCodes.Status200OK);
    }

    private static async Task<IResult> TakeAsync([AsParameters] CustomerVisit visit, IFormCollection form)
    {
        if (await visit.LinkAsync() is not { } link)
        {
            return Gone();
        }

        var act = form[Act].ToString();
        if (!await visit.Antiforgery.IsRequestValidAsync(visit.Context))
        {
            return act == Answer && link.AnsweredAt is null && visit.IsOpen(link) && visit.Desk.FormOf(link) is { } asked
                ? Ask(visit, asked, form, visit.Texts["link.stale"], [])
                : AskCode(visit, visit.Texts["link.stale"], isSent: act == Open, StatusCodes.Status400BadRequest);
        }

        return act switch
        {
            SendCode => await SendCodeAsync(visit, link),
            // The second of two taps: the first has opened it.
            Open when visit.IsOpen(link) => Results.LocalRedirect(visit.Address),
            Open => await OpenAsync(visit, link, form[Code].ToString().Trim()),
            Answer when visit.IsOpen(link) => await AnswerAsync(visit, link, form),
            _ => AskCode(visit, null, isSent: false, StatusCodes.Status200OK),
        };
    }

    private static async Task<IResult> SendCodeAsync(CustomerVisit visit, LiveCustomerLink link) => await visit.Desk.SendCodeAsync(link, visit.Cancellation) switch
    {
        null => Results.LocalRedirect($"{visit.Address}?{Sent}=1"),
        { Code: CustomerLinkDesk.CodeTooOften } tooOften => AskCode(visit, visit.Words.Of(tooOften), isSent: true, StatusCodes.Status409Conflict),
        { } refusal when IsOver(refusal) => Gone(),
        // Why is the business of staff, and would tell of the case who has no code yet.
        _ => AskCode(visit, visit.Texts["link.code.unsent"], isSent: false, StatusCodes.Status409Conflict),
    };

    private static async Task<IResult> OpenAsync(CustomerVisit visit, LiveCustomerLink link, string code)
    {
        switch (code.Length == LongestCode ? await visit.Desk.OpenAsync(link, code, visit.Cancellation) : CodeVerdict.Wrong)
        {
            case CodeVerdict.Right:
                visit.Session.Open(visit.Context, link, visit.Address);
                return Results.LocalRedirect(visit.Address);
            case CodeVerdict.Unknown:
                return AskCode(visit, visit.Texts["link.busy"], isSent: true, StatusCodes.Status503ServiceUnavailable);
            default:
                return AskCode(visit, visit.Texts["link.code.wrong"], isSent: true, StatusCodes.Status400BadRequest);
        }
    }

    private static async Task<IResult> AnswerAsync(CustomerVisit visit, LiveCustomerLink link, IFormCollection form)
    {
        if (visit.Desk.FormOf(link) is not { } asked)
        {
            return Gone();
        }

        return await visit.Desk.AnswerAsync(link, CustomerAnswers.Read(asked, form), visit.Cancellation) switch
        {
            null => Message("link.answered", visit.Token, StatusCodes.Status200OK),
            { Code: "link.answered" } => Message("link.answered", visit.Token, StatusCodes.Status409Conflict),
            { } refusal when IsOver(refusal) => Gone(),
            { Kind: RefusalKind.Unavailable } => Ask(visit, asked, form, visit.Texts["link.busy"], [], StatusCodes.Status503ServiceUnavailable),
            { } refusal => Ask(visit, asked, form, visit.Words.Of(refusal), refusal.Fields),
        };
    }

    private static async Task<IResult> ContentAsync(CustomerVisit visit, LiveCustomerLink link)
    {
        if (link.Purpose == CustomerLinkPurpose.Questionnaire)
        {
            return link.AnsweredAt is not null ? Message("link.answered", visit.Token, StatusCodes.Status200OK)
                : visit.Desk.FormOf(link) is { } form ? Page<QuestionPage>(StatusCodes.Status200OK, new() { [nameof(QuestionPage.Form)] = form, [nameof(QuestionPage.Token)] = visit.Token })
                : Gone();
        }

        return await visit.Desk.TrackAsync(link, visit.Cancellation) is { } view
            ? Page<TrackPage>(StatusCodes.Status200OK, new() { [nameof(TrackPage.View)] = view, [nameof(TrackPage.Token)] = visit.Token })
            : Gone();
    }

    /// <summary>Put into the archive, or deleted, between finding the link and using it.</summary>
    private static bool IsOver(CaseRefusal refusal) => refusal is { Code: "case.archived" or "case.not_found" };

    private static RazorComponentResult Gone() => Message("link.gone", null, StatusCodes.Status404NotFound);

    internal static RazorComponentResult Message(string key, string? token, int status) =>
        Page<MessagePage>(status, new() { [nameof(MessagePage.Key)] = key, [nameof(MessagePage.Token)] = token });

    private static RazorComponentResult AskCode(CustomerVisit visit, string? fault, bool isSent, int status) =>
        Page<CodePage>(status, new() { [nameof(CodePage.Token)] = visit.Token, [nameof(CodePage.Fault)] = fault, [nameof(CodePage.IsSent)] = isSent });

    /// <summary>The questions again, with what was typed.</summary>
    private static RazorComponentResult Ask(
        CustomerVisit visit, FormDefinition asked, IFormCollection sent, string fault, IReadOnlyList<FieldFault> faults, int status = StatusCodes.Status400BadRequest) =>
        Page<QuestionPage>(status, new()
        {
            [nameof(QuestionPage.Form)] = asked,
            [nameof(QuestionPage.Token)] = visit.Token,
            [nameof(QuestionPage.Fault)] = fault,
            [nameof(QuestionPage.Faults)] = faults,
            [nameof(QuestionPage.Given)] = Given(asked, sent),
        });

    private static Dictionary<string, string[]> Given(FormDefinition form, IFormCollection sent) =>
        form.Fields.ToDictionary(field => field.Name, field => sent[field.Name].Where(text => text is not null).Select(text => text!).ToArray(), StringComparer.Ordinal);

    private static RazorComponentResult Page<TPage>(int status, Dictionary<string, object?> parameters)
        where TPage : IComponent => new(typeof(TPage), parameters) { StatusCode = status, PreventStreamingRendering = true };
}
