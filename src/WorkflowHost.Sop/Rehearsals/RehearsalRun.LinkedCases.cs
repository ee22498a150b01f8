using System.Globalization;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.States;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Links;

namespace WorkflowHost.Sop.Rehearsals;

/// <summary>Cases that this one opens or asks to be linked with: they are not played, they only answer.</summary>
internal sealed partial class RehearsalRun
{
    private const string Refused = "Refused";

    private IEnumerable<(DateTimeOffset At, Action Act)> LinkedCases()
    {
        foreach (var wait in _state!.Workflow.Bookmarks.Where(each => each.Name == CaseWork.LinkBookmark))
        {
            var decision = _decisions.Find(each => each.ActivityId == wait.ActivityId) ?? new(wait.ActivityId, "Done");
            var payload = wait.Payload as JsonObject ?? [];
            yield return (_now + (decision.After ?? TimeSpan.Zero), () => Answer(payload, decision));
        }
    }

    private void Answer(JsonObject wait, RehearsedDecision decision)
    {
        Spend(decision.ActivityId);
        var key = wait.Text("key") ?? string.Empty;
        var asked = _state!.Links?.FirstOrDefault(each => each.CaseId == key);
        if (decision.Outcome == Refused)
        {
            Do(decision.ActivityId, new HearLinkRefused(key, asked?.DefinitionId ?? key, "case.not_found", string.Empty));
            return;
        }

        var isOver = wait.Text("until") is nameof(LinkWait.Closed) or nameof(LinkWait.Ended);
        Do(decision.ActivityId, new HearOfLinkedCase(new(
            key,
            asked?.CaseId ?? "rehearsal-" + key,
            string.Create(CultureInfo.InvariantCulture, $"{_profile.NumberPrefix}-LINK-{_commands}"),
            asked?.DefinitionId ?? _request.Program.DefinitionId,
            asked?.Kind ?? AnyKind(),
            asked?.IsFollower ?? false,
            isOver ? CaseStatus.Ended : CaseStatus.Open,
            isOver ? decision.Fields.Text("closeType") ?? "closed" : null,
            _commands,
            (JsonObject)decision.Fields.DeepClone())));
    }

    /// <summary>A case that was asked to be linked with answers with the kind it was asked for, which the wait does not hold.</summary>
    private string AnyKind() => _request.Pack.LinkKinds.Keys.Order(StringComparer.Ordinal).First();
}
