using WorkflowHost.Sop.Forms;

namespace WorkflowHost.Sop.Cases;

public enum RefusalKind
{
    /// <summary>The input is wrong (HTTP 400).</summary>
    Invalid,

    /// <summary>The person may not do this (HTTP 403).</summary>
    Forbidden,

    /// <summary>There is no such thing (HTTP 404).</summary>
    NotFound,

    /// <summary>The case is not, or no longer, in the state the command needs (HTTP 409).</summary>
    Conflict,

    /// <summary>The store cannot take it now; nothing was kept, and the same command may be sent again (HTTP 503).</summary>
    Unavailable,
}

/// <summary>A command that was not carried out; nothing is stored.</summary>
/// <param name="Code">Stable code that screens translate.</param>
/// <param name="Fields">Faults per form field, for <see cref="RefusalKind.Invalid"/>.</param>
public sealed record CaseRefusal(
    RefusalKind Kind,
    string Code,
    IReadOnlyDictionary<string, string> Args,
    IReadOnlyList<FieldFault> Fields)
{
    public static CaseRefusal Invalid(string code, params ReadOnlySpan<(string Key, string Value)> args) => Of(RefusalKind.Invalid, code, args);

    public static CaseRefusal Invalid(IReadOnlyList<FieldFault> fields) => new(RefusalKind.Invalid, "form.invalid", EmptyArgs, fields);

    public static CaseRefusal Forbidden(string code, params ReadOnlySpan<(string Key, string Value)> args) => Of(RefusalKind.Forbidden, code, args);

    public static CaseRefusal NotFound(string code, params ReadOnlySpan<(string Key, string Value)> args) => Of(RefusalKind.NotFound, code, args);

    public static CaseRefusal Conflict(string code, params ReadOnlySpan<(string Key, string Value)> args) => Of(RefusalKind.Conflict, code, args);

    public static CaseRefusal Of(Refusal refusal)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        return new(RefusalKind.Conflict, refusal.Code, refusal.Args, []);
    }

    private static readonly Dictionary<string, string> EmptyArgs = [];

    private static CaseRefusal Of(RefusalKind kind, string code, ReadOnlySpan<(string Key, string Value)> args)
    {
        var values = new Dictionary<string, string>(args.Length, StringComparer.Ordinal);
        foreach (var (key, value) in args)
        {
            values[key] = value;
        }

        return new(kind, code, values, []);
    }
}
