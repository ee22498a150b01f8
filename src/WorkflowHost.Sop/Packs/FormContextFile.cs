using System.Text.Json;
using WorkflowHost.Sop.Forms;

namespace WorkflowHost.Sop.Packs;

/// <summary>Reads what a form shows beside its fields: names of facts, and clocks as objects.</summary>
internal static class FormContextFile
{
    public static FormContext Read(PackNode node, PackContent content)
    {
        if (node.Element.ValueKind != JsonValueKind.Object)
        {
            var fact = node.AsText();
            content.Refer(node, PackKind.Fact, fact);
            return new FormContext(fact, null, null);
        }
        var from = node.AsObject();
        var clock = from.Text("clock");
        content.Refer(from.Optional("clock"), PackKind.Clock, clock);
        var extension = from.OptionalText("extension");
        content.Refer(from.Optional("extension"), PackKind.Fact, extension);
        from.Close();
        return new FormContext(null, clock, extension);
    }

    /// <summary>What the form asks for itself can't also stand beside it, and nothing stands there twice.</summary>
    public static void Check(FormDefinition form, IReadOnlyList<PackNode> nodes)
    {
        var seen = new HashSet<FormContext>();
        foreach (var (item, node) in form.Context.Zip(nodes))
        {
            if (!seen.Add(item))
            {
                node.Fault(PackFaultCodes.DuplicateId, $"{item.Fact ?? item.Clock} is there twice.");
            }
            if (item.Fact is { } fact && form.Fields.Any(field => field.Name == fact))
            {
                node.Fault(PackFaultCodes.Contradiction, $"{fact} is a field of this form; context is for what other steps have found.");
            }
        }
    }
}
