namespace WorkflowHost.Sop.Lint;

/// <summary>The quoted texts that are elements of a list in a script, such as <c>['a', x ? 'b' : 'c']</c>.</summary>
internal static class QuotedList
{
    /// <summary>Only texts that are elements by themselves; a list that is asked something (<c>['x'].includes(…)</c>) isn't one of names.</summary>
    public static IEnumerable<string> ElementsOf(string script)
    {
        var lists = new Stack<List<string>?>();
        var found = new List<string>();
        for (var i = 0; i < script.Length; i++)
        {
            switch (script[i])
            {
                case '[':
                    lists.Push([]);
                    break;
                case '(' or '{':
                    lists.Push(null);
                    break;
                case ')' or '}':
                    lists.TryPop(out _);
                    break;
                case ']':
                    if (lists.TryPop(out var list) && list is not null && Next(script, i + 1) is not ('.' or '?'))
                    {
                        found.AddRange(list);
                    }

                    break;
                case '\'' or '"':
                    var end = script.IndexOf(script[i], i + 1);
                    if (end < 0)
                    {
                        return found;
                    }

                    if (lists.TryPeek(out var open) && open is not null && Previous(script, i) is '[' or ',' && Next(script, end + 1) is ',' or ']')
                    {
                        open.Add(script[(i + 1)..end]);
                    }

                    i = end;
                    break;
            }
        }

        return found;
    }

    private static char Next(string script, int from)
    {
        while (from < script.Length && char.IsWhiteSpace(script[from]))
        {
            from++;
        }

        return from < script.Length ? script[from] : '\0';
    }

    private static char Previous(string script, int before)
    {
        do
        {
            before--;
        }
        while (before >= 0 && char.IsWhiteSpace(script[before]));
        return before >= 0 ? script[before] : '\0';
    }
}
