using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Jint;
using Jint.Native;
using Jint.Runtime;
using Jint.Runtime.Interop;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Values;

namespace WorkflowHost.Engine.Scripting;

/// <summary>The functions Elsa gives scripts.</summary>
internal static class ScriptGlobals
{
    private static readonly FrozenDictionary<string, Func<ScriptRun, JsValue[], JsValue>> Functions =
        new Dictionary<string, Func<ScriptRun, JsValue[], JsValue>>
        {
            ["getVariable"] = (run, a) => run.Read(Text(a, 0) ?? "") ?? JsValue.Null,
            ["setVariable"] = (run, a) => Do(() => run.Write(Required(a, "key"), At(a, 1))),
            ["getInput"] = (run, a) => run.ReadInput(Required(a, "key")),
            ["getOutputFrom"] = OutputFrom,
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
            ["toJson"] = (_, a) => new JsString(Json(At(a, 0))),
            ["parseGuid"] = (run, a) => JsValue.FromObject(run.Engine, Guid.Parse(Required(a, "input"))),
            ["newGuid"] = (run, _) => JsValue.FromObject(run.Engine, run.Scope.Run.Environment.Ids.NewGuid()),
            ["newGuidString"] = GuidString,
            ["getGuidString"] = GuidString,
            ["newShortGuid"] = ShortGuid,
            ["getShortGuid"] = ShortGuid,
            ["bytesToString"] = (_, a) => new JsString(Encoding.UTF8.GetString(Bytes(a))),
            ["bytesFromString"] = (run, a) => Buffer(run, Encoding.UTF8.GetBytes(Required(a, "s"))),
            ["bytesToBase64"] = (_, a) => new JsString(Convert.ToBase64String(Bytes(a))),
            ["bytesFromBase64"] = (run, a) => Buffer(run, Convert.FromBase64String(Required(a, "s"))),
            ["stringToBase64"] = (_, a) => new JsString(Convert.ToBase64String(Encoding.UTF8.GetBytes(Required(a, "s")))),
            ["stringFromBase64"] = (_, a) => new JsString(Encoding.UTF8.GetString(Convert.FromBase64String(Required(a, "s")))),
            ["streamToBytes"] = (run, a) => Buffer(run, Content(a)),
            ["streamToBase64"] = (_, a) => new JsString(Convert.ToBase64String(Content(a))),
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
        foreach (var name in ScriptNames.All(scope))
        {
            names.Add("get" + name);
            names.Add("set" + name);
        }

        names.AddRange((scope.Run.Environment.Facet?.Names ?? []).Select(each => "get" + ScriptNames.Pascal(each)));
        return names.Distinct(StringComparer.Ordinal);
    }

    /// <summary>Whether a name is one of Elsa's functions; one that reads or sets the same as a variable's or input's accessor gives way to it.</summary>
    public static bool IsFunction(string name) => Functions.ContainsKey(name);

    /// <summary>A global by name, or null: then the script sees it as not defined.</summary>
    public static JsValue? Find(ScriptRun run, string name)
    {
        if (name is ['g', 'e', 't', _, ..] && Getter(run, name, name[3..]) is { } getter)
        {
            return getter;
        }

        if (name is ['s', 'e', 't', _, ..] && run.Scope.FindVariable(name[3..], byPascalName: true) is { } target)
        {
            return Function(run, name, (each, a) => Do(() => each.Write(target.Name, At(a, 0))));
        }

        if (Functions.TryGetValue(name, out var function) || (run.Outcomes is not null && OutcomeFunctions.TryGetValue(name, out function)))
        {
            return Function(run, name, function);
        }

        // RunJavaScript has none.
        if (name == "args")
        {
            return run.Outcomes is null ? new JsObject(run.Engine) : null;
        }

        return name is ['g', 'e', 't', _, ..] && Ambient(run, name[3..]) is { } ambient
            ? Function(run, name, (each, _) => each.Read(ambient) ?? JsValue.Null)
            : ScriptTypes.Find(run, name);
    }

    private static ClrFunction? Getter(ScriptRun run, string function, string name) => ScriptNames.Find(run.Scope, name) switch
    {
        null => null,
        { Variable: { } variable } => Function(run, function, (each, _) => each.Read(variable.Name) ?? JsValue.Null),
        { Node: { } node, Text: var output } => Function(run, function, (each, _) => ScriptValues.ToScript(each.Engine, each.Scope.Run.FindOutput(node, output))),
        { Text: var input } => Function(run, function, (each, _) => each.ReadInput(input)),
    };

    private static string? Ambient(ScriptRun run, string name) =>
        run.Scope.Run.Environment.Facet?.Names.FirstOrDefault(each => ScriptNames.IsPascalOf(name, each));

    private static JsValue OutputFrom(ScriptRun run, JsValue[] arguments)
    {
        // As in Elsa, no name is that of an activity without a name.
        var node = ScriptNames.FindNeighbour(run.Scope, Text(arguments, 0)) ?? throw new InvalidOperationException("Activity not found.");
        return ScriptValues.ToScript(run.Engine, run.Scope.Run.FindOutput(node, Text(arguments, 1)));
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
        At(arguments, index) is var value && (value.IsNull() || value.IsUndefined()) ? null : TypeConverter.ToString(value);

    /// <exception cref="ArgumentNullException">There is no first argument; named as .NET's own methods name it in Elsa's incidents.</exception>
    private static string Required(JsValue[] arguments, string parameter) =>
        Text(arguments, 0) ?? throw new ArgumentNullException(parameter);

    private static byte[] Bytes(JsValue[] arguments) => At(arguments, 0).ToObject() switch
    {
        byte[] bytes => bytes,
        object[] numbers => [.. numbers.Select(each => Convert.ToByte(each, CultureInfo.InvariantCulture))],
        null => throw new InvalidCastException("Bytes are expected, but there is no value."),
        var other => throw new InvalidCastException($"Bytes are expected, but the value is {TypeConverter.ToString(At(arguments, 0))} of type {other.GetType().Name}."),
    };

    // What would be a stream in Elsa is a text here.
    private static byte[] Content(JsValue[] arguments) => At(arguments, 0) is JsString text ? Encoding.UTF8.GetBytes(text.ToString()) : Bytes(arguments);

    private static JsArrayBuffer Buffer(ScriptRun run, byte[] bytes) => run.Engine.Intrinsics.ArrayBuffer.Construct(bytes);

    private static string Json(JsValue value) => ScriptValues.FromScript(value) switch
    {
        null or double.NaN or double.PositiveInfinity or double.NegativeInfinity => "null",
        var live => ValueText.ScriptJson(JsonValues.Wrap(live)!),
    };

    private static JsString GuidString(ScriptRun run, JsValue[] arguments) => new(run.Scope.Run.Environment.Ids.NewGuid().ToString());

    // Base64 without the characters that are no letters or digits.
    private static JsString ShortGuid(ScriptRun run, JsValue[] arguments) => new(string.Concat(
        Convert.ToBase64String(run.Scope.Run.Environment.Ids.NewGuid().ToByteArray()).Where(char.IsAsciiLetterOrDigit)));
}
