using WorkflowHost.Sop.Cases;
using WorkflowHost.Workbench.Language;

namespace WorkflowHost.Workbench.Cases;

/// <summary>Says what became of a task that one person had in front and that is not theirs to work any more.</summary>
internal static class LostTask
{
    /// <param name="before">The task as it was in front, assigned to the person.</param>
    /// <param name="now">The case as it is now.</param>
    /// <returns>Null when the task is still the person's.</returns>
    public static string? TextOf(CaseTask before, CaseModel now, Texts texts, PackLabels labels)
    {
        var step = labels.Step(before.FormId, before.Name);
        var task = now.View.Tasks.FirstOrDefault(candidate => candidate.Id == before.Id);
        return task switch
        {
            { Status: CaseTaskStatus.Open } when now.StandingOf(task) == TaskStanding.Mine => null,
            { Status: CaseTaskStatus.Open, AssigneeName: { } name } => texts["task.lost.moved", ("step", step), ("name", name)],
            { Status: CaseTaskStatus.Open } => texts["task.lost.released", ("step", step)],
            { Status: CaseTaskStatus.Completed, CompletedBy: { } by } when by == now.Me.Id =>
                texts["task.lost.by_me", ("step", step), ("outcome", labels.Outcome(task.FormId, task.Outcome ?? string.Empty))],
            { Status: CaseTaskStatus.Completed } =>
                texts["task.lost.by_other", ("step", step), ("name", task.AssigneeName ?? task.CompletedBy), ("outcome", labels.Outcome(task.FormId, task.Outcome ?? string.Empty))],
            _ => texts["task.lost.cancelled", ("step", step)],
        };
    }
}
