using System.Globalization;
using Microsoft.AspNetCore.Components;
using WorkflowHost.Sop.Forms;
using WorkflowHost.Sop.Staff;
using WorkflowHost.Workbench.Language;

namespace WorkflowHost.Workbench.Forms;

/// <summary>The control a field's type is edited with.</summary>
public sealed partial class FieldInput
{
    private const int MostChips = 6;

    [Parameter, EditorRequired]
    public string Id { get; set; } = "";

    [Parameter, EditorRequired]
    public FormModel Model { get; set; } = default!;

    [Parameter, EditorRequired]
    public FormScope Scope { get; set; } = default!;

    [Parameter, EditorRequired]
    public FormField Field { get; set; } = default!;

    [Parameter]
    public IReadOnlyList<StaffMember> People { get; set; } = [];

    [Parameter]
    public bool IsDisabled { get; set; }

    [Parameter]
    public bool IsBad { get; set; }

    [Parameter]
    public EventCallback<string> Changed { get; set; }

    /// <summary>Few short choices are all shown at once: one glance, one click. A number's choices always are.</summary>
    internal static bool ShowsChips(FormField field) => field.Type == FieldType.Number
        ? field.Choices.Count > 0
        : field.Choices.Count <= MostChips && field.Choices.Sum(choice => choice.Label.Zh.Length) <= 40;

    /// <summary>Choices that say what they mean stand one below the other.</summary>
    private bool IsDescribed => Field.Choices.Any(choice => choice.Help is not null);

    private void Choose(FormChoice choice)
    {
        if (Field.Type == FieldType.Number)
        {
            Scope.SetNumber(Field.Name, choice.Value);
        }
        else
        {
            Scope.SetText(Field.Name, choice.Value);
        }
    }

    private Dictionary<string, object> Aria => IsBad
        ? new() { ["aria-invalid"] = "true", ["aria-describedby"] = $"{Id}-fault", ["aria-required"] = Required }
        : new() { ["aria-required"] = Required };

    private Dictionary<string, object> GroupAria => new(Aria) { ["aria-labelledby"] = $"{Id}-label" };

    /// <summary>The third-party inputs put these on the element that takes the keyboard.</summary>
    private Dictionary<string, object> InputAria => new(GroupAria) { ["id"] = Id };

    private string Required => Model.IsRequired(Field, Scope) ? "true" : "false";

    private string InputType => Field.Type switch
    {
        FieldType.Phone => "tel",
        FieldType.Email => "email",
        _ => "text",
    };

    private int Lowest => (int)(Field.Min ?? 1);

    private int Highest => (int)(Field.Max ?? 5);

    /// <summary>Up to five steps read as stars; a scale of eleven reads as numbers.</summary>
    private bool IsStars => Lowest == 1 && Highest <= 5;

    private int? Rated => int.TryParse(Scope.Text(Field.Name), NumberStyles.Integer, CultureInfo.InvariantCulture, out var n) ? n : null;

    /// <summary>Those whose daily work cases are stand first, the least busy of them on top.</summary>
    private IEnumerable<StaffChoice> Staff => People.Where(p => p.IsActive && (Field.Role is not { } role || p.Roles.Contains(role)))
        .OrderByDescending(p => p.Roles.Contains(StaffRoles.Handler))
        .ThenByDescending(p => p.Roles.Contains(StaffRoles.Agent))
        .ThenBy(p => p.OpenTasks)
        .Select(p => new StaffChoice(p.Id, Describe(p)));

    private string Describe(StaffMember member)
    {
        var role = member.Roles.IsEmpty ? "" : T.Code("role", member.Roles[0]);
        return string.Join("  ", new[] { member.DisplayName, member.StaffNo, role, member.Branch }.Where(part => !string.IsNullOrEmpty(part)));
    }

    private async Task SetAsync(Action set)
    {
        set();
        await Changed.InvokeAsync(Scope.PathOf(Field.Name));
    }

    private static string? Typed(ChangeEventArgs e) => e.Value?.ToString();

    private sealed record StaffChoice(string Id, string Text);
}
