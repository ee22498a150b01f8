using System.Text.Json.Nodes;
using WorkflowHost.Sop.Decisions;

namespace WorkflowHost.Sop.Packs;

/// <summary>Reads a file that holds one decision table.</summary>
internal static class DecisionFile
{
    private const int MaxShift = 100;

    private static readonly Dictionary<string, HitPolicy> HitPolicies = new(StringComparer.Ordinal)
    {
        ["first"] = HitPolicy.First,
        ["collect"] = HitPolicy.Collect,
        ["max"] = HitPolicy.Max,
        ["each"] = HitPolicy.Each,
    };

    private static readonly Dictionary<string, PackKind> Referable = new(StringComparer.Ordinal)
    {
        ["clock"] = PackKind.Clock,
        ["ladder"] = PackKind.Ladder,
        ["form"] = PackKind.Form,
        ["notice"] = PackKind.Notice,
        ["revisit"] = PackKind.Revisit,
        ["role"] = PackKind.Role,
    };

    public static void Read(PackObject from, PackContent content)
    {
        var inputs = Names(from, "inputs");
        foreach (var node in from.OptionalList("inputs"))
        {
            content.Refer(node, PackKind.Fact, node.AsText());
        }
        var outputs = new Outputs(Names(from, "outputs"), from, content);
        var table = new DecisionTable
        {
            Id = from.Id(),
            Name = from.Localized("name"),
            HitPolicy = from.OneOf("hitPolicy", HitPolicies),
            MaxOutput = from.OptionalText("maxOutput"),
            Inputs = inputs,
            Outputs = outputs.Names,
            Rules = [.. from.List("rules").Select(node => Rule(node, inputs, outputs))],
            Adjustments = [.. from.OptionalList("adjustments").Select(node => Adjustment(node, inputs, outputs))],
            Defaults = outputs.Read(from, "defaults"),
            Provenance = from.Provenance(),
        };
        Check(table, from);
        PackContent.Add(content.DecisionTables, table.Id, table, from);
    }

    private static List<string> Names(PackObject from, string name) => [.. from.List(name).Select(node => node.AsText())];

    private static DecisionRule Rule(PackNode node, List<string> inputs, Outputs outputs)
    {
        var from = node.AsObject();
        var rule = new DecisionRule(from.Id(), When(from, inputs), outputs.Read(from, "then"), from.Localized("text"));
        if (rule.Outputs.Count == 0 && !from.IsBroken)
        {
            node.Fault(PackFaultCodes.Missing, "The rule decides nothing: then is empty.");
        }
        from.Close();
        return rule;
    }

    private static DecisionAdjustment Adjustment(PackNode node, List<string> inputs, Outputs outputs)
    {
        var from = node.AsObject();
        var adjustment = new DecisionAdjustment(
            from.Id(), When(from, [.. inputs, .. outputs.Names]), from.Text("output"),
            from.Int("add", -MaxShift, MaxShift), from.Int("min", int.MinValue, int.MaxValue), from.Int("max", int.MinValue, int.MaxValue),
            from.Localized("text"));
        if (adjustment.Min > adjustment.Max)
        {
            node.Fault(PackFaultCodes.Contradiction, "min must not be greater than max.");
        }
        if (!outputs.Names.Contains(adjustment.Output))
        {
            from.Optional("output")?.Fault(PackFaultCodes.UnknownReference, $"{adjustment.Output} is no output of the table.");
        }
        from.Close();
        return adjustment;
    }

    private static Condition When(PackObject from, List<string> inputs) => from.Required("when") is { } node
        ? ConditionReader.Read(node, (at, name) =>
        {
            if (!inputs.Contains(name))
            {
                at.Fault(PackFaultCodes.UnknownFact, $"{name} isn't among the table's inputs.");
            }
        })
        : Condition.Always;

    private static void Check(DecisionTable table, PackObject from)
    {
        if (table.HitPolicy == HitPolicy.Max && (table.MaxOutput is null || !table.Outputs.Contains(table.MaxOutput)))
        {
            from.Node.Fault(PackFaultCodes.Missing, "The hit policy max needs maxOutput, one of the outputs.");
        }
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var named = table.Rules.Select(rule => rule.Id).Zip(from.OptionalList("rules"))
            .Concat(table.Adjustments.Select(adjustment => adjustment.Id).Zip(from.OptionalList("adjustments")));
        foreach (var (id, node) in named)
        {
            if (!seen.Add(id))
            {
                node.Fault(PackFaultCodes.DuplicateId, $"The rule {id} is there twice.");
            }
        }
    }

    /// <summary>The outputs a table may decide, and which of them name something that must exist.</summary>
    private sealed class Outputs
    {
        private readonly Dictionary<string, PackKind> _references = new(StringComparer.Ordinal);
        private readonly PackContent _content;

        public Outputs(List<string> names, PackObject from, PackContent content)
        {
            Names = names;
            _content = content;
            foreach (var (name, node) in from.Optional("references")?.AsObject().Properties ?? new Dictionary<string, PackNode>())
            {
                _references[name] = PackObject.OneOf(node, Referable);
            }
        }

        public List<string> Names { get; }

        public JsonObject Read(PackObject from, string name)
        {
            foreach (var (output, node) in from.Optional(name)?.AsObject().Properties ?? new Dictionary<string, PackNode>())
            {
                if (!Names.Contains(output))
                {
                    node.Fault(PackFaultCodes.UnknownReference, $"{output} is no output of the table.");
                }
                if (_references.TryGetValue(output, out var kind) && node.Element.ValueKind != System.Text.Json.JsonValueKind.Null)
                {
                    _content.Refer(node, kind, node.AsText());
                }
            }
            return from.JsonObject(name);
        }
    }
}
