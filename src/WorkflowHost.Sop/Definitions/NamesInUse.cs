using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using WorkflowHost.Sop.Packs;

namespace WorkflowHost.Sop.Definitions;

/// <summary>
/// Which names of the SOP pack an input may come to: those that stand in it, those a script quotes, and those the decision tables may
/// have put into a field that the script reads. More than it really uses, never less, as far as scripts say what they read.
/// </summary>
internal sealed partial class NamesInUse(SopPack pack)
{
    private readonly Dictionary<string, IReadOnlyList<string>> _decided = new(StringComparer.Ordinal);

    public IReadOnlyList<string> In(ActivityInput? input, Func<string, bool> isKnown)
    {
        if (input is null)
        {
            return [];
        }

        if (input.IsLiteral)
        {
            return [.. input.Texts.Where(isKnown)];
        }

        return input.Script is { } script
            ? [.. ActivityInput.QuotedIn(script).Concat(FieldsReadBy(script).SelectMany(Decided)).Where(isKnown).Distinct(StringComparer.Ordinal)]
            : [];
    }

    public IReadOnlyList<string> Clocks(OutlineActivity activity, string property) => In(activity.Input(property), pack.ClockPolicies.ContainsKey);

    /// <summary>The case's fields that a script reads: <c>getCase().name</c>, <c>getCase()['name']</c>, also by a name given to the case.</summary>
    public static IEnumerable<string> FieldsReadBy(string script)
    {
        var names = DirectRead().Matches(script).Select(match => match.Groups["name"].Value);
        foreach (Match alias in Alias().Matches(script))
        {
            var member = new Regex($@"(?<![\w$.]){Regex.Escape(alias.Groups["alias"].Value)}\s*\??\.\s*(?<name>[\p{{L}}_$][\p{{L}}\p{{N}}_$]*)", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
            names = names.Concat(member.Matches(script).Select(match => match.Groups["name"].Value));
        }

        return names.Distinct(StringComparer.Ordinal);
    }

    /// <summary>The texts that any decision table may put into a field.</summary>
    private IReadOnlyList<string> Decided(string field)
    {
        if (!_decided.TryGetValue(field, out var values))
        {
            values = [.. pack.DecisionTables.Values
                .Where(table => table.Outputs.Contains(field, StringComparer.Ordinal))
                .SelectMany(table => table.Rules.Select(rule => rule.Outputs[field]).Append(table.Defaults[field]))
                .OfType<JsonValue>()
                .Select(value => value.ToString())
                .Distinct(StringComparer.Ordinal)];
            _decided[field] = values;
        }

        return values;
    }

    [GeneratedRegex("""getCase\(\)\s*(?:\??\.\s*(?<name>[\p{L}_$][\p{L}\p{N}_$]*)|(?:\?\.)?\[\s*['"](?<name>[^'"]+)['"]\s*\])""", RegexOptions.CultureInvariant)]
    private static partial Regex DirectRead();

    [GeneratedRegex(@"\b(?:const|let|var)\s+(?<alias>[\p{L}_$][\p{L}\p{N}_$]*)\s*=\s*getCase\(\)\s*(?![\s.?\[])", RegexOptions.CultureInvariant)]
    private static partial Regex Alias();
}
