namespace WorkflowHost.Sop;

/// <summary>
/// A "no" that a person can be told: a stable code (a screen translates it) and the facts that belong to the sentence.
/// A refusal is an expected answer; a bug is an exception.
/// </summary>
/// <param name="Code">Stable, lower case, dotted: <c>clock.extension_late</c>.</param>
/// <param name="Args">Named values for the sentence; times are ISO 8601 with offset, dates <c>yyyy-MM-dd</c>.</param>
public sealed record Refusal(string Code, IReadOnlyDictionary<string, string> Args)
{
    public static Refusal Of(string code, params ReadOnlySpan<(string Name, string Value)> args)
    {
        var named = new Dictionary<string, string>(args.Length, StringComparer.Ordinal);
        foreach (var (name, value) in args)
        {
            named[name] = value;
        }
        return new Refusal(code, named);
    }

    public override string ToString() =>
        Args.Count == 0 ? Code : $"{Code} ({string.Join(", ", Args.Select(a => $"{a.Key}={a.Value}"))})";
}
