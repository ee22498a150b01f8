namespace WorkflowHost.Sop.Forms;

/// <summary>
/// One thing shown read-only beside a form: what is to be approved, checked or carried out. Either a fact of the case or one
/// of its clocks.
/// </summary>
/// <param name="Fact">A field of another form or a declared fact of the case; null for a clock.</param>
/// <param name="Clock">A clock policy, whose live clock is shown with its deadline; null for a fact.</param>
/// <param name="ExtensionFact">With a clock: the fact that names the extension asked for, so that the deadline it would lead to is shown too.</param>
public sealed record FormContext(string? Fact, string? Clock, string? ExtensionFact);
