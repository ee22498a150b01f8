using System.Reflection;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime.Interop;

namespace WorkflowHost.Engine.Scripting;

/// <summary>The .NET types scripts may use, as in Elsa, without the members that reach for the clock, randomness or reflection.</summary>
internal static class ScriptTypes
{
    private static readonly Type[] Types = [typeof(DateTime), typeof(DateTimeOffset), typeof(TimeSpan), typeof(Guid)];

    private static readonly string[] Impure = ["Now", "UtcNow", "Today", "NewGuid", "CreateVersion7", "GetType", "ToLocalTime", "LocalDateTime"];

    /// <summary>Names that are types.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Types.Select(each => each.Name), "Random"];

    public static TypeResolver Resolver { get; } = new()
    {
        MemberFilter = member => Array.IndexOf(Types, member.DeclaringType) >= 0 && Array.IndexOf(Impure, member.Name) < 0,
    };

    public static JsValue? Find(ScriptRun run, string name)
    {
        var engine = run.Engine;
        var ids = run.Scope.Run.Environment.Ids;
        switch (name)
        {
            case "Random":
                return new ClrFunction(engine, name, (_, _) => Random(run));
            case "Guid":
                var guid = TypeReference.CreateTypeReference<Guid>(engine);
                return WithStatic(engine, guid, "NewGuid", () => JsValue.FromObject(engine, ids.NewGuid()));
            default:
                return Array.Find(Types, each => each.Name == name) is { } type ? TypeReference.CreateTypeReference(engine, type) : null;
        }
    }

    private static TypeReference WithStatic(Jint.Engine engine, TypeReference type, string name, Func<JsValue> value)
    {
        _ = type.DefineOwnProperty(name, new Jint.Runtime.Descriptors.PropertyDescriptor(new ClrFunction(engine, name, (_, _) => value()), false, false, false));
        return type;
    }

    private static JsObject Random(ScriptRun run)
    {
        var ids = run.Scope.Run.Environment.Ids;
        var random = new JsObject(run.Engine);
        Add("NextDouble", _ => ids.NextDouble());
        Add("Next", arguments => arguments.Length switch
        {
            0 => Math.Floor(ids.NextDouble() * int.MaxValue),
            1 => Math.Floor(ids.NextDouble() * arguments[0].AsNumber()),
            _ => arguments[0].AsNumber() + Math.Floor(ids.NextDouble() * (arguments[1].AsNumber() - arguments[0].AsNumber())),
        });
        return random;

        void Add(string name, Func<JsValue[], double> draw) =>
            random.Set(name, new ClrFunction(run.Engine, name, (_, arguments) => JsNumber.Create(draw(arguments))));
    }
}
