using WorkflowHost.Engine.Bursts;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Sop.Links;

/// <summary>Asks for a link with another case, which hears of it a moment later.</summary>
/// <param name="Number">The other's number.</param>
/// <param name="Kind">Id of a <see cref="LinkKind"/>.</param>
/// <param name="IsFollower">The other follows from this case.</param>
public sealed record AskLink(Actor Actor, string Number, string Kind, bool IsFollower) : CaseCommand(Actor);

/// <summary>Another case tells of itself: it was opened from this one, linked with it, closed, reopened. Ignored when that is known.</summary>
public sealed record HearOfLinkedCase(LinkNews News) : CaseCommand(Actor.System);

/// <summary>A case that this one wanted to open or to be linked with could not be.</summary>
/// <param name="Key">What the step that wanted it waits on.</param>
/// <param name="Target">The SOP or the number that was asked for.</param>
/// <param name="Code">Why not, as a refusal's code.</param>
/// <param name="Detail">What exactly, e.g. the fields of the opening form that are wrong.</param>
public sealed record HearLinkRefused(string Key, string Target, string Code, string Detail) : CaseCommand(Actor.System);

/// <summary>Commands about links.</summary>
internal static class LinkCommands
{
    public static CaseOutcome Ask(CaseState state, AskLink command, CaseEnvironment environment)
    {
        if (state.IsPlain)
        {
            return CaseOutcome.Of(CaseRefusal.Conflict("link.not_a_case"));
        }

        if (!environment.Pack.LinkKinds.ContainsKey(command.Kind))
        {
            return CaseOutcome.Of(CaseRefusal.Invalid("link.kind_unknown", ("link", command.Kind), ("known", string.Join(", ", environment.Pack.LinkKinds.Keys.Order(StringComparer.Ordinal)))));
        }

        var number = command.Number?.Trim() ?? string.Empty;
        if (number.Length == 0 || number == state.Number || number == state.Id)
        {
            return CaseOutcome.Of(CaseRefusal.Invalid("link.same_case", ("case", number)));
        }

        if (CaseWork.LinksOf(state).Any(l => l.Number == number && l.Kind == command.Kind))
        {
            return CaseOutcome.Ignored;
        }

        var work = CaseWork.Of(state, command.Actor, environment);
        work.AskLink(number, command.Kind, command.IsFollower);
        return work.Finish();
    }

    public static CaseOutcome Hear(CaseState state, HearOfLinkedCase command, CaseEnvironment environment)
    {
        var news = command.News;
        var work = CaseWork.Of(state, Actor.System, environment);
        var waits = work.WaitsForLink(news.Key, news.CaseId, news.Status);
        if (!work.Hear(news) && waits.Count == 0)
        {
            return CaseOutcome.Ignored;
        }

        foreach (var bookmarkId in waits)
        {
            if (work.Answer(bookmarkId, CaseWork.LinkInput(news)) is { } refusal)
            {
                return CaseOutcome.Of(refusal);
            }
        }

        return FinishWithFollowers(work);
    }

    public static CaseOutcome Refused(CaseState state, HearLinkRefused command, CaseEnvironment environment)
    {
        var work = CaseWork.Of(state, Actor.System, environment);
        work.HearRefused(command);
        foreach (var bookmarkId in work.WaitsForLink(command.Key, command.Key, status: null))
        {
            if (work.Answer(bookmarkId, CaseWork.LinkInput(command)) is { } refusal)
            {
                return CaseOutcome.Of(refusal);
            }
        }

        return FinishWithFollowers(work);
    }

    /// <summary>A step that waits for all cases of a kind goes on with the last of them, also when that one could not be opened.</summary>
    private static CaseOutcome FinishWithFollowers(CaseWork work)
    {
        foreach (var bookmarkId in work.WaitsForFollowers())
        {
            if (work.Answer(bookmarkId, answer: null) is { } refusal)
            {
                return CaseOutcome.Of(refusal);
            }
        }

        return work.Finish();
    }
}
