using System.Reflection;
using Jint;
using Jint.Native;
using Jint.Runtime.Interop;

namespace WorkflowHost.Engine.Scripting;

/// <summary>The .NET types scripts may use, as in Elsa, without the members that reach for the clock, randomness or reflection.</summary>
internal static class ScriptTypes
{
    private static readonly Type[] Types = [typeof(DateTime), typeof(DateTimeOffset), typeof(TimeSpan), typeof(Guid)];

    // A constructor that draws from the burst, with the members of .NET's Random that scripts use.
    private static readonly Prepared<Acornima.Ast.Script> RandomSource = Jint.Engine.PrepareScript(
        """
        (draw => function Random() {
            this.NextDouble = () => draw();
            this.Next = (a, b) => b === undefined ? Math.floor(draw() * (a === undefined ? 2147483647 : a)) : a + Math.floor(draw() * (b - a));
        })
        """);

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
                var draw = new ClrFunction(engine, "draw", (_, _) => JsNumber.Create(ids.NextDouble()));
                return engine.Invoke(engine.Evaluate(RandomSource), draw);
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
}
