using WorkflowHost.Sop.Forms;

namespace WorkflowHost.Sop.Packs;

/// <summary>Reads what a form refuses as a contradiction.</summary>
internal static class FormCheckFile
{
    public static FormCheck Read(PackNode node, PackContent content)
    {
        var from = node.AsObject();
        var check = new FormCheck(
            from.Text("field"),
            from.Optional("when") is { } when ? ConditionReader.Read(when, (at, fact) => content.Refer(at, PackKind.Fact, fact)) : Decisions.Condition.Always,
            from.Localized("text"));
        if (from.Optional("when") is null)
        {
            node.Fault(PackFaultCodes.Contradiction, "A check needs when; without it the form could never be sent.");
        }
        from.Close();
        return check;
    }

    public static void Check(FormDefinition form, IReadOnlyList<PackNode> nodes)
    {
        foreach (var (check, node) in form.Checks.Zip(nodes).Where(each => form.Fields.All(field => field.Name != each.First.Field)))
        {
            node.Fault(PackFaultCodes.UnknownReference, $"{check.Field} is no field of the form.");
        }
    }
}
