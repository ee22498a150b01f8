using System.Text.Json.Nodes;
using WorkflowHost.Sop.Forms;
using WorkflowHost.Sop.Notices;

namespace WorkflowHost.Sop.Cases;

// Stands in until the rules' own types land in the next hour; then this file goes.
internal static class FormValidator
{
    public static FormResult Validate(FormDefinition form, JsonObject values, string? outcome, JsonObject? facts) => new((JsonObject)values.DeepClone(), []);
}

internal static class NoticeText
{
    public readonly record struct Rendered(string Subject, string Body);

    public static Rendered Render(NoticeTemplate template, JsonObject facts) => new(template.Subject, template.Body);
}
