using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;
using WorkflowHost.Runtime.CustomerLinks;
using WorkflowHost.Sop.CustomerLinks;
using WorkflowHost.Sop.Forms;
using WorkflowHost.Workbench.Language;

namespace WorkflowHost.CustomerPages;

/// <summary>
/// What a customer meets behind a link: plain pages without script or sign-in. Nothing of the case is on them before the one-time code
/// is given; every fault of the address reads the same.
/// </summary>
internal static class CustomerEndpoints
{
    public const string Path = "/c/{token}";
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
        endpoints.MapGet(Path, ShowAsync).AllowAnonymous().ExcludeFromDescription();
        endpoints.MapPost(Path, TakeAsync).AllowAnonymous().RequireRateLimiting(CustomerPace.Policy).ExcludeFromDescription();
    }

    private static async Task<IResult> ShowAsync(string token, string? sent, HttpContext context, CustomerLinkDesk desk, CustomerSession session, CancellationToken cancellation) =>
        await desk.FindAsync(token, cancellation) is not { } link ? Gone()
        : !session.IsOpen(context, link) ? AskCode(token, null, isSent: sent == "1", StatusCodes.Status200OK)
        : await ContentAsync(token, link, desk, cancellation);

    private static async Task<IResult> TakeAsync(
        string token, IFormCollection form, HttpContext context, CustomerLinkDesk desk, CustomerSession session, Texts texts, Words words, CancellationToken cancellation)
    {
        if (await desk.FindAsync(token, cancellation) is not { } link)
        {
            return Gone();
        }

        switch (form[Act].ToString())
        {
            case SendCode:
                return await desk.SendCodeAsync(link, cancellation) is { } unsent
                    ? AskCode(token, words.Of(unsent), isSent: true, StatusCodes.Status409Conflict)
                    : Results.LocalRedirect($"/c/{token}?{Sent}=1");
            case Open:
                var code = form[Code].ToString().Trim();
                if (code.Length != LongestCode || !await desk.OpenAsync(link, code, cancellation))
                {
                    return AskCode(token, texts["link.code.wrong"], isSent: true, StatusCodes.Status400BadRequest);
                }

                session.Open(context, link, $"/c/{token}");
                return Results.LocalRedirect($"/c/{token}");
            case Answer when session.IsOpen(context, link):
                return await AnswerAsync(token, link, form, desk, words, cancellation);
            default:
                return AskCode(token, null, isSent: false, StatusCodes.Status200OK);
        }
    }

    private static async Task<IResult> AnswerAsync(string token, LiveCustomerLink link, IFormCollection form, CustomerLinkDesk desk, Words words, CancellationToken cancellation)
    {
        if (desk.FormOf(link) is not { } asked)
        {
            return Gone();
        }

        var refusal = await desk.AnswerAsync(link, CustomerAnswers.Read(asked, form), cancellation);
        return refusal switch
        {
            null => Message("link.answered", token, StatusCodes.Status200OK),
            { Code: "link.answered" } => Message("link.answered", token, StatusCodes.Status409Conflict),
            _ => Page<QuestionPage>(StatusCodes.Status400BadRequest, new()
            {
                [nameof(QuestionPage.Form)] = asked,
                [nameof(QuestionPage.Token)] = token,
                [nameof(QuestionPage.Fault)] = words.Of(refusal),
                [nameof(QuestionPage.Faults)] = refusal.Fields,
                [nameof(QuestionPage.Given)] = Given(asked, form),
            }),
        };
    }

    private static async Task<IResult> ContentAsync(string token, LiveCustomerLink link, CustomerLinkDesk desk, CancellationToken cancellation)
    {
        if (link.Purpose == CustomerLinkPurpose.Questionnaire)
        {
            return link.AnsweredAt is not null ? Message("link.answered", token, StatusCodes.Status200OK)
                : desk.FormOf(link) is { } form ? Page<QuestionPage>(StatusCodes.Status200OK, new() { [nameof(QuestionPage.Form)] = form, [nameof(QuestionPage.Token)] = token })
                : Gone();
        }

        return await desk.TrackAsync(link, cancellation) is { } view
            ? Page<TrackPage>(StatusCodes.Status200OK, new() { [nameof(TrackPage.View)] = view, [nameof(TrackPage.Token)] = token })
            : Gone();
    }

    private static Dictionary<string, string[]> Given(FormDefinition form, IFormCollection sent) =>
        form.Fields.ToDictionary(field => field.Name, field => sent[field.Name].Where(text => text is not null).Select(text => text!).ToArray(), StringComparer.Ordinal);

    private static RazorComponentResult Gone() => Message("link.gone", null, StatusCodes.Status404NotFound);

    internal static RazorComponentResult Message(string key, string? token, int status) =>
        Page<MessagePage>(status, new() { [nameof(MessagePage.Key)] = key, [nameof(MessagePage.Token)] = token });

    private static RazorComponentResult AskCode(string token, string? fault, bool isSent, int status) =>
        Page<CodePage>(status, new() { [nameof(CodePage.Token)] = token, [nameof(CodePage.Fault)] = fault, [nameof(CodePage.IsSent)] = isSent });

    private static RazorComponentResult Page<TPage>(int status, Dictionary<string, object?> parameters)
        where TPage : IComponent => new(typeof(TPage), parameters) { StatusCode = status, PreventStreamingRendering = true };
}
