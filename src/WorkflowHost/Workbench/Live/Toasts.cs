using Radzen;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Workbench.Language;

namespace WorkflowHost.Workbench.Live;

/// <summary>Short messages at the corner of the screen: what a command did, or why it did not. One per circuit.</summary>
public sealed class Toasts(NotificationService notifications, Texts texts, Words words)
{
    private const int MostDetails = 5;

    private static readonly TimeSpan Brief = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(9);

    public void Done(string text) => Show(NotificationSeverity.Success, text, "", Brief);

    public void Refused(CaseRefusal refusal)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        Show(NotificationSeverity.Warning, texts[$"refusal.kind.{refusal.Kind}"], words.Of(refusal), Long);
    }

    /// <summary>A refusal with what it is about, one under the other; of many the first few.</summary>
    public void Refused(CaseRefusal refusal, IReadOnlyList<string> details)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        ArgumentNullException.ThrowIfNull(details);
        var lines = details.Take(MostDetails).Prepend(words.Of(refusal));
        Show(
            NotificationSeverity.Warning, texts[$"refusal.kind.{refusal.Kind}"],
            string.Join('\n', details.Count > MostDetails ? lines.Append(texts["toast.more", ("n", details.Count - MostDetails)]) : lines), Long);
    }

    public void Failed() => Show(NotificationSeverity.Error, texts["toast.failed"], texts["toast.failed.text"], Long);

    private void Show(NotificationSeverity severity, string summary, string detail, TimeSpan time) =>
        notifications.Notify(new NotificationMessage { Severity = severity, Summary = summary, Detail = detail, Duration = time.TotalMilliseconds });
}
