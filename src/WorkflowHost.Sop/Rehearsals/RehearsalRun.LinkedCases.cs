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

    private void AnswerLink(JsonObject wait, RehearsedDecision decision)
    {
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

    /// <summary>The cases of a kind that this one waits for all end, one after the other.</summary>
    private void EndLinked(Bookmark wait, RehearsedDecision decision)
    {
        var kind = (wait.Payload as JsonObject)?.Text("link");
        foreach (var link in _state!.Links!.Where(each => each.Kind == kind && each.IsFollower && each.Status != CaseStatus.Ended).ToArray())
        {
            Do(wait.ActivityId, new HearOfLinkedCase(new(
                link.CaseId, link.CaseId, link.Number ?? string.Create(CultureInfo.InvariantCulture, $"{_profile.NumberPrefix}-LINK-{link.CaseId}"), link.DefinitionId, link.Kind, IsFollower: true,
                CaseStatus.Ended, decision.Fields.Text("closeType") ?? "closed", long.MaxValue, (JsonObject)decision.Fields.DeepClone())));
        }
    }

    /// <summary>A case that was asked to be linked with answers with the kind it was asked for, which the wait does not hold.</summary>
    private string AnyKind() => _request.Pack.LinkKinds.Keys.Order(StringComparer.Ordinal).First();
}
