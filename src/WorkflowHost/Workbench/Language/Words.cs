using System.Globalization;
using WorkflowHost.Runtime.Timers;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Forms;
using WorkflowHost.Sop.Lint;
using WorkflowHost.Workbench.Time;

namespace WorkflowHost.Workbench.Language;

/// <summary>Puts stable codes and their arguments into sentences a person can act on: refusals, faults, history, notifications.</summary>
public sealed class Words(Texts texts, PackLabels labels, CaseTime time, SopNames? sops = null)
{
    public string Of(CaseRefusal refusal)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        return Sentence($"refusal.{refusal.Code}", refusal.Args)
            ?? texts["refusal.unknown", ("kind", texts[$"refusal.kind.{refusal.Kind}"]), ("code", refusal.Code)];
    }

    /// <summary>What keeps a timer or a schedule from being carried out: a code in words; an exception's own text is told as such.</summary>
    public string Trouble(string error) =>
        !RefusalCodes.IsOne(error) ? texts["trouble.exception", ("text", error)]
        : texts.Find($"trouble.{error}") ?? (texts.Find($"refusal.{error}") is null ? texts["trouble.unknown", ("code", error)] : texts.Fill($"refusal.{error}", Empty));

    /// <summary>Why a message has not gone out: a reason of ours in words; what a receiver said as it said it.</summary>
    public string Delivery(string error) => texts.Find($"delivery.{error}") ?? error;

    public string Of(FieldFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        if (texts.Pick(fault.Args.GetValueOrDefault("zh"), fault.Args.GetValueOrDefault("en")) is { Length: > 0 } told)
        {
            return told;
        }

        var key = $"fault.{fault.Code}";
        if (fault.Code == "field.out_of_range")
        {
            // A range reads differently with both ends, only a lower or only an upper one.
            key += (fault.Args.ContainsKey("min"), fault.Args.ContainsKey("max")) switch
            {
                (true, true) => ".both",
                (true, _) => ".min",
                (_, true) => ".max",
                _ => "",
            };
        }

        return Sentence(key, fault.Args) ?? texts["fault.unknown", ("code", fault.Code)];
    }

    /// <summary>What is wrong with a definition, or odd, and at which step.</summary>
    public string Of(LintFinding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        var text = finding.Message.In(CultureInfo.CurrentUICulture);
        // Some sentences begin with the step themselves.
        return (finding.ActivityName ?? finding.ActivityId) is { } step && text.IndexOf(step, StringComparison.Ordinal) != 1 ? texts["designer.at_step", ("step", step), ("text", text)] : text;
    }

    /// <summary>What happened, without who and when: those stand beside it.</summary>
    /// <param name="stepName">Names a step of the case in the person's language.</param>
    public string Of(TimelineEntry entry, Func<string, string> stepName)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(stepName);
        var key = $"timeline.{entry.Kind}";
        // "For X" is only said when there is an X; the store drops empty arguments.
        if (texts.Find(key + ".short") is not null && texts.Placeholders(key).Any(name => string.IsNullOrEmpty(entry.Args.GetValueOrDefault(name))))
        {
            key += ".short";
        }

        return Sentence(key, entry.Args, stepName) ?? entry.Kind;
    }

    /// <summary>A reminder or escalation as a sentence; one of a deadline begins with the deadline's name.</summary>
    public string Notification(string kind, IReadOnlyDictionary<string, string> args)
    {
        ArgumentNullException.ThrowIfNull(args);
        return texts.Pick(args.GetValueOrDefault("zh"), args.GetValueOrDefault("en")) is { Length: > 0 } text
            ? args.GetValueOrDefault("clock") is { Length: > 0 } clock ? labels.Clock(clock) + texts["punctuation.colon"] + text : text
            : Sentence($"notification.{kind}", args) ?? Sentence($"timeline.{kind}", args) ?? kind;
    }

    /// <summary>One argument as people say it: roles, clocks and choices by name, instants in wall time.</summary>
    internal string Argument(string name, string value) => name switch
    {
        "at" or "now" or "before" or "dueAt" or "targetAt" or "until" or "notBefore" or "last" or "nextAttemptAt" or "firedAt" or "deliverAt" or "lateBy"
            => value.Contains('T', StringComparison.Ordinal) && DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? time.Short(at) : value,
        "by" when value == Actor.System.Name => texts["person.system"],
        "role" or "roles" => string.Join(texts["punctuation.list"], value.Split(',', StringSplitOptions.TrimEntries).Select(role => texts.Code("role", role))),
        "clock" or "policy" => labels.Clock(value),
        "from" => labels.Field(value),
        "revisit" => labels.Revisit(value),
        "notice" => labels.Notice(value),
        "form" => labels.Form(value),
        "stage" => sops?.Stage(value) ?? value,
        "sop" => sops?.Sop(value) ?? value,
        "link" => labels.Link(value),
        "outcome" => labels.Outcome(null, value),
        "closeType" => texts.Find($"case.broken_off.{value}") ?? texts.Find($"close_type.{value}") ?? labels.Choice("closeType", value),
        "fields" => string.Join(texts["punctuation.list"], value.Split(',', StringSplitOptions.TrimEntries).Select(labels.Field)),
        "channel" => labels.Channel(value),
        "result" => texts.Code("attempt.result", value),
        "status" => texts.Code("case.status", value),
        "outputs" => string.Join(texts["punctuation.semicolon"], value.Split(", ").Select(Output)),
        "code" => texts.Find($"refusal.{value}") is null ? value : texts.Fill($"refusal.{value}", Empty),
        _ => value,
    };

    private static readonly Dictionary<string, string> Empty = [];

    /// <summary>One output of a decision table, <c>severity=1</c>, as "等级：重大".</summary>
    private string Output(string output)
    {
        var at = output.IndexOf('=', StringComparison.Ordinal);
        if (at < 0)
        {
            return output;
        }

        var (name, value) = (output[..at], output[(at + 1)..]);
        var spoken = name switch
        {
            "severity" or "baseSeverity" => texts.Code("severity", value),
            "complexityAdvice" => labels.Choice("complexity", value),
            _ when value is "true" or "false" => texts[value == "true" ? "form.yes" : "form.no"],
            _ => labels.Find(value) ?? texts.Find($"role.{value}") ?? texts.Find($"level.{value}") ?? value,
        };
        return (texts.Find($"decision.{name}") ?? labels.Field(name)) + texts["punctuation.colon"] + spoken;
    }

    private string? Sentence(string key, IReadOnlyDictionary<string, string> args, Func<string, string>? stepName = null)
    {
        if (texts.Find(key) is null)
        {
            return null;
        }

        var spoken = args.ToDictionary(arg => arg.Key, arg => arg.Key is "task" or "name" && stepName is not null ? stepName(arg.Value) : Argument(arg.Key, arg.Value), StringComparer.Ordinal);
        return texts.Fill(key, spoken);
    }
}
