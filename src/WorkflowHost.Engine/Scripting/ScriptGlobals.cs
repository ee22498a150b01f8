using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Jint;
using Jint.Native;
using Jint.Runtime.Interop;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.Values;

namespace WorkflowHost.Engine.Scripting;

/// <summary>The functions Elsa gives scripts.</summary>
internal static class ScriptGlobals
{
    private static readonly FrozenDictionary<string, Func<ScriptRun, JsValue[], JsValue>> Functions =
        new Dictionary<string, Func<ScriptRun, JsValue[], JsValue>>
        {
            ["getVariable"] = (run, a) => run.Read(Text(a, 0) ?? "") ?? JsValue.Null,
            ["setVariable"] = (run, a) => Do(() => run.Write(Text(a, 0) ?? "", At(a, 1))),
            ["getInput"] = (run, a) => ScriptValues.ToScript(run.Engine, run.Scope.GetWorkflowInput(Text(a, 0) ?? "")),
            ["getOutputFrom"] = (run, a) => OutputFrom(run, Text(a, 0) ?? "", Text(a, 1)),
            ["getLastResult"] = (run, _) => ScriptValues.ToScript(run.Engine, run.Scope.Run.LastResult),
            ["getWorkflowDefinitionId"] = (run, _) => new JsString(run.Scope.Program.DefinitionId),
            ["getWorkflowDefinitionVersion"] = (run, _) => JsNumber.Create(run.Scope.Program.Version),
            ["getWorkflowDefinitionVersionId"] = (run, _) => new JsString(run.Scope.Program.DefinitionVersionId),
            ["getWorkflowInstanceId"] = (run, _) => new JsString(run.Scope.InstanceId),
            ["getCorrelationId"] = (run, _) => ScriptValues.ToScript(run.Engine, run.Scope.CorrelationId),
            ["setCorrelationId"] = (run, a) => Do(() => run.Scope.CorrelationId = Text(a, 0)),
            ["getWorkflowInstanceName"] = (run, _) => ScriptValues.ToScript(run.Engine, run.Scope.InstanceName),
            ["setWorkflowInstanceName"] = (run, a) => Do(() => run.Scope.InstanceName = Text(a, 0)),
            ["isNullOrEmpty"] = (_, a) => string.IsNullOrEmpty(Text(a, 0)) ? JsBoolean.True : JsBoolean.False,
            ["isNullOrWhiteSpace"] = (_, a) => string.IsNullOrWhiteSpace(Text(a, 0)) ? JsBoolean.True : JsBoolean.False,
            ["toJson"] = (_, a) => new JsString(JsonValues.Wrap(ScriptValues.FromScript(At(a, 0))) is { } node ? ValueText.Json(node) : "null"),
            ["parseGuid"] = (run, a) => JsValue.FromObject(run.Engine, Guid.Parse(Text(a, 0) ?? "")),
            ["newGuid"] = (run, _) => JsValue.FromObject(run.Engine, run.Scope.Run.Environment.Ids.NewGuid()),
            ["newGuidString"] = (run, _) => new JsString(run.Scope.Run.Environment.Ids.NewGuid().ToString()),
            ["newShortGuid"] = (run, _) => new JsString(ShortGuid(run.Scope.Run.Environment.Ids.NewGuid())),
            ["bytesToString"] = (run, a) => new JsString(Encoding.UTF8.GetString(Bytes(a))),
            ["bytesFromString"] = (run, a) => JsValue.FromObject(run.Engine, Encoding.UTF8.GetBytes(Text(a, 0) ?? "")),
            ["bytesToBase64"] = (run, a) => new JsString(Convert.ToBase64String(Bytes(a))),
            ["bytesFromBase64"] = (run, a) => JsValue.FromObject(run.Engine, Convert.FromBase64String(Text(a, 0) ?? "")),
            ["stringToBase64"] = (run, a) => new JsString(Convert.ToBase64String(Encoding.UTF8.GetBytes(Text(a, 0) ?? ""))),
            ["stringFromBase64"] = (run, a) => new JsString(Encoding.UTF8.GetString(Convert.FromBase64String(Text(a, 0) ?? ""))),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, Func<ScriptRun, JsValue[], JsValue>> OutcomeFunctions =
        new Dictionary<string, Func<ScriptRun, JsValue[], JsValue>>
        {
            ["setOutcome"] = (run, a) => Do(() => SetOutcomes(run, [Text(a, 0) ?? ""])),
            ["setOutcomes"] = (run, a) => Do(() => SetOutcomes(run, At(a, 0) is JsArray list ? [.. list.Select(each => each.ToString())] : [])),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Every global that can be found in a scope, for scripts that may look for them in other ways than by name.</summary>
    public static IEnumerable<string> AllNames(ActivityContext scope)
    {
        var names = new List<string>(Functions.Keys);
        names.AddRange(OutcomeFunctions.Keys);
        names.AddRange(ScriptTypes.Names);
        names.AddRange(["args", "variables"]);
        for (var at = scope; at is not null; at = at.Parent)
        {
            foreach (var variable in at.DeclaredVariables.Concat(at.UndeclaredVariables))
            {
                names.Add("get" + ProgramBuilder.Pascal(variable.Name));
                names.Add("set" + ProgramBuilder.Pascal(variable.Name));
            }
        }

        names.AddRange(scope.Program.InputNames.Select(each => "get" + ProgramBuilder.Pascal(each)));
        names.AddRange((scope.Run.Environment.Facet?.Names ?? []).Select(each => "get" + ProgramBuilder.Pascal(each)));
        return names.Distinct(StringComparer.Ordinal);
    }

    /// <summary>Whether a name is one of Elsa's functions, which a variable's accessor does not replace.</summary>
    public static bool IsFunction(string name) => Functions.ContainsKey(name);

    /// <summary>A global by name, or null: then the script sees it as not defined.</summary>
    public static JsValue? Find(ScriptRun run, string name)
    {
        if (Functions.TryGetValue(name, out var function) || (run.Outcomes is not null && OutcomeFunctions.TryGetValue(name, out function)))
        {
            return Function(run, name, function);
        }

        if (name == "args")
        {
            return new JsObject(run.Engine);
        }

        if (name is ['g', 'e', 't', _, ..])
        {
            return Getter(run, name, name[3..]);
        }

        if (name is ['s', 'e', 't', _, ..] && run.Scope.FindVariable(name[3..], byPascalName: true) is { } target)
        {
            return Function(run, name, (each, a) => Do(() => each.Write(target.Name, At(a, 0))));
        }

        return ScriptTypes.Find(run, name);
    }

    private static ClrFunction? Getter(ScriptRun run, string function, string name)
    {
        if (run.Scope.FindVariable(name, byPascalName: true) is { } variable)
        {
            return Function(run, function, (each, _) => each.Read(variable.Name) ?? JsValue.Null);
        }

        if (run.Scope.Program.InputNames.FirstOrDefault(each => ProgramBuilder.Pascal(each) == name) is { } input)
        {
            return Function(run, function, (each, _) => ScriptValues.ToScript(each.Engine, each.Scope.GetWorkflowInput(input)));
        }

        if (run.Scope.Run.Environment.Facet?.Names.FirstOrDefault(each => ProgramBuilder.Pascal(each) == name) is { } ambient)
        {
            return Function(run, function, (each, _) => each.Read(ambient) ?? JsValue.Null);
        }

        var from = name.IndexOf("From", StringComparison.Ordinal);
        if (from > 0 && run.Scope.Program.Nodes.FirstOrDefault(each => ProgramBuilder.Pascal(each.Name ?? "") == name[(from + 4)..]) is { } node)
        {
            return Function(run, function, (each, _) => OutputFrom(each, node.ActivityId, name[..from]));
        }

        return null;
    }

    private static JsValue OutputFrom(ScriptRun run, string activity, string? output)
    {
        if (!run.Scope.Program.Nodes.Any(each => each.ActivityId == activity || each.Name == activity))
        {
            throw new InvalidOperationException("Activity not found.");
        }

        return ScriptValues.ToScript(run.Engine, run.Scope.Run.FindOutput(activity, output));
    }

    private static void SetOutcomes(ScriptRun run, IEnumerable<string> outcomes)
    {
        run.Outcomes!.Clear();
        run.Outcomes.AddRange(outcomes);
    }

    private static ClrFunction Function(ScriptRun run, string name, Func<ScriptRun, JsValue[], JsValue> body) =>
        new(run.Engine, name, (_, arguments) => body(run, arguments));

    private static JsValue Do(Action action)
    {
        action();
        return JsValue.Undefined;
    }

    private static JsValue At(JsValue[] arguments, int index) => index < arguments.Length ? arguments[index] : JsValue.Undefined;

    private static string? Text(JsValue[] arguments, int index) =>
        At(arguments, index) is var value && (value.IsNull() || value.IsUndefined()) ? null : value.ToString();

    private static byte[] Bytes(JsValue[] arguments) => At(arguments, 0).ToObject() switch
    {
        byte[] bytes => bytes,
        object[] numbers => [.. numbers.Select(each => Convert.ToByte(each, CultureInfo.InvariantCulture))],
        _ => [],
    };

    private static string ShortGuid(Guid id) =>
        Convert.ToBase64String(id.ToByteArray()).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
