namespace WorkflowHost.Workbench.Forms;

/// <summary>
/// Forms being filled in, kept while the person looks at another page and comes back. One per circuit, not thread safe.
/// Only the latest few are kept: a form nobody returned to for that long was given up.
/// </summary>
public sealed class Drafts
{
    private const int Most = 20;
    private readonly List<(string Key, FormModel Form)> _kept = [];

    public FormModel Of(string key, Func<FormModel> begin)
    {
        ArgumentNullException.ThrowIfNull(begin);
        var at = _kept.FindIndex(draft => draft.Key == key);
        if (at >= 0)
        {
            return _kept[at].Form;
        }

        if (_kept.Count == Most)
        {
            _kept.RemoveAt(0);
        }

        var form = begin();
        _kept.Add((key, form));
        return form;
    }

    public void Forget(string key) => _kept.RemoveAll(draft => draft.Key == key);
}
