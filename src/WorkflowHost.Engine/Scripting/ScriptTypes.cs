using System.Reflection;
using Jint;
using Jint.Native;
using Jint.Runtime.Interop;

namespace WorkflowHost.Engine.Scripting;

/// <summary>The .NET types scripts may use, as in Elsa, with the clock and the ids of the burst in place of the host's, and without reflection.</summary>
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

    private static readonly Prepared<Acornima.Ast.Script> TypeSource = Jint.Engine.PrepareScript(
        "((type, own) => new Proxy(type, { get: (target, name) => name in own ? own[name] : target[name] }))");

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
        if (name == "Random")
        {
            var ids = run.Scope.Run.Environment.Ids;
            return engine.Invoke(engine.Evaluate(RandomSource), new ClrFunction(engine, "draw", (_, _) => JsNumber.Create(ids.NextDouble())));
        }

        return Array.Find(Types, each => each.Name == name) is { } type
            ? engine.Invoke(engine.Evaluate(TypeSource), TypeReference.CreateTypeReference(engine, type), OwnMembers(run, name))
            : null;
    }

    /// <summary>What a type's members that reach outside are replaced by: the instant and the ids of the burst.</summary>
    private static JsObject OwnMembers(ScriptRun run, string type)
    {
        var engine = run.Engine;
        var now = run.Scope.Now.ToUniversalTime();
        var members = new JsObject(engine);
        switch (type)
        {
            case "DateTime":
                members.Set("Now", JsValue.FromObject(engine, now.UtcDateTime));
                members.Set("UtcNow", JsValue.FromObject(engine, now.UtcDateTime));
                members.Set("Today", JsValue.FromObject(engine, now.UtcDateTime.Date));
                break;
            case "DateTimeOffset":
                members.Set("Now", JsValue.FromObject(engine, now));
                members.Set("UtcNow", JsValue.FromObject(engine, now));
                break;
            case "Guid":
                members.Set("NewGuid", new ClrFunction(engine, "NewGuid", (_, _) => JsValue.FromObject(engine, run.Scope.Run.Environment.Ids.NewGuid())));
                break;
        }

        return members;
    }
}
