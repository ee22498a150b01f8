using System.Text.Json.Nodes;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.States;

namespace WorkflowHost.Sop.Cases;

/// <summary>
/// Answers to what the workflow asked of others. They come when they come, also while it is faulted, and nobody gives them twice:
/// then they are kept until a retry has it running again.
/// </summary>
public sealed partial class CaseWork
{
    private readonly List<UnheardAnswer> _unheard;

    /// <summary>Whether a step waits there, now or after the retry of what failed beside it.</summary>
    internal bool AwaitsAnswerAt(string bookmarkId) =>
        _workflow is { SubStatus: WorkflowSubStatus.Suspended or WorkflowSubStatus.Executing or WorkflowSubStatus.Faulted }
        && _workflow.Bookmarks.Any(b => b.Id == bookmarkId);

    /// <summary>Hands an answer to the step that waits for it; one that nobody waits for any more is dropped.</summary>
    /// <returns>Null, or why the workflow could not take it.</returns>
    internal CaseRefusal? Answer(string bookmarkId, JsonNode? answer)
    {
        if (!AwaitsAnswerAt(bookmarkId))
        {
            return null;
        }

        if (IsWaitingAt(bookmarkId))
        {
            return RunBurst(new ResumeBookmark(bookmarkId, answer));
        }

        _unheard.Add(new(bookmarkId, answer?.DeepClone()));
        return null;
    }

    /// <summary>What came while the workflow was faulted, in the order it came.</summary>
    private CaseRefusal? HearAnswers()
    {
        while (_unheard.Count > 0 && _workflow is { Status: WorkflowStatus.Running })
        {
            var (bookmarkId, answer) = _unheard[0];
            _unheard.RemoveAt(0);
            if (IsWaitingAt(bookmarkId) && RunOnce(new ResumeBookmark(bookmarkId, answer)) is { } refusal)
            {
                return refusal;
            }

            HearSignals();
        }

        return null;
    }
}
