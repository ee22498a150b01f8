using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Forms;
using WorkflowHost.Workbench.Language;

namespace WorkflowHost.Workbench.Forms;

/// <summary>Puts a refusal's stable code into a sentence a person can act on.</summary>
public static class RefusalText
{
    public static string Of(Texts texts, CaseRefusal refusal)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(refusal);
        var key = $"refusal.{refusal.Code}";
        return texts.Find(key) is not null
            ? texts.Fill(key, refusal.Args)
            : texts["refusal.unknown", ("kind", texts[$"refusal.kind.{refusal.Kind}"]), ("code", refusal.Code)];
    }

    public static string Of(Texts texts, FieldFault fault)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(fault);
        var key = $"fault.{fault.Code}";
        // A range reads differently with both ends, only a lower or only an upper one.
        if (fault.Code == "field.out_of_range")
        {
            key += (fault.Args.ContainsKey("min"), fault.Args.ContainsKey("max")) switch
            {
                (true, true) => ".both",
                (true, _) => ".min",
                (_, true) => ".max",
                _ => "",
            };
        }

        return texts.Find(key) is not null ? texts.Fill(key, fault.Args) : texts["fault.unknown", ("code", fault.Code)];
    }
}
