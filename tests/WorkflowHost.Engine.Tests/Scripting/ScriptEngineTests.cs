using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.Tests.Bursts;

namespace WorkflowHost.Engine.Tests.Scripting;

/// <summary>Engines are used again; no script may notice.</summary>
public sealed class ScriptEngineTests
{
    private const string Probe =
        """
        [typeof zz, [].zz, ({}).zz, ''.zz, [].map.zz, ''.at.zz, Math.zz, JSON.zz, String.zz, Array.zz, Object.zz, Math.max(1, 2), [2, 1].sort().join(), 'a'.at(0), [...[1]].length,
         ({}).toString(), typeof eval, Object.isFrozen(Array.prototype), /a/.exec('a').index, RegExp.$1, [].length, (() => 1).zz, new Map([[1, 2]]).size, Object.keys([]).join()].join('|')
        """;

    [Theory]
    [InlineData("zz = 1")]
    [InlineData("var zz = 1")]
    [InlineData("let zz = 1")]
    [InlineData("function zz() {}")]
    [InlineData("class zz {}")]
    [InlineData("globalThis.zz = 1")]
    [InlineData("this.zz = 1")]
    [InlineData("(() => { this.zz = 1 })()")]
    [InlineData("eval('zz = 1'); eval('Array.prototype.zz = 1')")]
    [InlineData("Array.prototype.zz = 1")]
    [InlineData("Array.prototype.push(7)")]
    [InlineData("[]['__proto__'].zz = 1")]
    [InlineData("let k = '__pro' + 'to__'; [][k].zz = 1")]
    [InlineData("let k = '__pro' + 'to__'; [][k].push(5)")]
    [InlineData("let k = 'push'; [][['__proto', '__'].join('')][k](5)")]
    [InlineData("let { ['__pro' + 'to__']: p } = []; p.zz = 1")]
    [InlineData("let { __proto__: p } = []; p.zz = 1")]
    [InlineData("Object.getPrototypeOf([]).zz = 1")]
    [InlineData("Object.assign(Object.getPrototypeOf(''), { zz: 1 })")]
    [InlineData("let O = Object; O.freeze(O.getPrototypeOf([]))")]
    [InlineData("let f = [].map; f.zz = 1")]
    [InlineData("const { map } = []; map.zz = 1")]
    [InlineData("[[].map.zz] = [1]")]
    [InlineData("({ a: [].map.zz } = { a: 1 })")]
    [InlineData("for ([].map.zz of [1]) {}")]
    [InlineData("for ([].map.zz in { a: 1 }) {}")]
    [InlineData("[].map.zz ||= 1")]
    [InlineData("[].map.zz++")]
    [InlineData("''.at.zz = 1")]
    [InlineData("Math.zz = 1")]
    [InlineData("Math.max = () => 7")]
    [InlineData("let m = Math; m.max = () => 7")]
    [InlineData("JSON.zz = 1")]
    [InlineData("String.zz = 1")]
    [InlineData("(o => { o.zz = 1 })(String)")]
    [InlineData("(o => { o.prototype.zz = 1 })(Array)")]
    [InlineData("[Array].map(a => { a.zz = 1 })")]
    [InlineData("delete [].constructor.prototype.sort")]
    [InlineData("new (class { constructor() { this.constructor.zz = Array.prototype.zz = 1 } })()")]
    [InlineData("Reflect.set([].__proto__, 'zz', 1)")]
    [InlineData("Reflect.ownKeys(Array.prototype).length")]
    [InlineData("new Proxy([], {}).__proto__.zz = 1")]
    [InlineData("[].map.call.zz = 1; (() => 1).__proto__.zz = 1")]
    [InlineData("(function () {}).constructor('Array.prototype.zz = 1')()")]
    [InlineData("RegExp.prototype.exec = () => ({ index: 9 })")]
    [InlineData("/(b)/.exec('b')[1]")]
    [InlineData("Map.prototype.set = () => 0")]
    [InlineData("Promise.resolve().then(() => { zz = 1 })")]
    [InlineData("(async () => { await 1; Array.prototype.zz = 1 })()")]
    [InlineData("String.raw.zz = 1; `${1}`")]
    [InlineData("let t = (s) => { s.zz = 1 }; t`x`")]
    [InlineData("[1].forEach(function () { this.zz = 1 })")]
    [InlineData("with ([]) { map.zz = 1 }")]
    [InlineData("throw new Error('stopped')")]
    [InlineData("Date.prototype.zz = Object.prototype.zz = 1")]
    [InlineData("DateTime.UtcNow; Guid.NewGuid()")]
    public void Script_AfterAnyOther_FindsItsEngineAsNew(string other)
    {
        var expected = Lines(Workflow.WriteLine("probe", Workflow.Script(Probe)));

        var lines = Lines(Workflow.WriteLine("first", Workflow.Script("[1].map(x => x).join()")), Workflow.WriteLine("other", Workflow.Script(other)), Workflow.WriteLine("probe", Workflow.Script(Probe)));

        Assert.Equal(expected[^1], lines[^1]);
        Assert.StartsWith("undefined|", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Script_ManyOnOneEngine_EachHasTheWholeBudget()
    {
        var limits = new BurstLimits { ScriptStatements = 1000, ScriptMemoryBytes = 1 << 20 };
        var scripts = Enumerable.Range(0, 30).Select(i => Workflow.WriteLine("line" + i, Workflow.Script("let s = ''; for (let i = 0; i < 300; i++) s = 'x'.repeat(1000); return s.length"))).ToArray();
        var program = Workflow.Program(Workflow.Sequence(scripts));

        var burst = WorkflowEngine.Run(program, null, new StartWorkflow(), Workflow.Environment() with { Limits = limits });

        Assert.Empty(burst.State.Incidents);
        Assert.Equal(30, burst.Lines().Length);
    }

    [Fact]
    public void Script_OnAnEngineOfAnotherBurst_SeesTheClockAndTheRandomNumbersOfItsOwn()
    {
        var program = Workflow.Program(Workflow.Sequence(Workflow.WriteLine("line", Workflow.Script("[new Date().toISOString(), Date.now(), Math.random()].map(each => each).join()"))));
        var expected = Workflow.Start(program).Lines();

        var later = WorkflowEngine.Run(program, null, new StartWorkflow(), Workflow.Environment(5) with { Now = Workflow.Now.AddDays(1) }).Lines();
        var again = Workflow.Start(program).Lines();

        Assert.Equal(expected, again);
        Assert.StartsWith("2026-03-17T02:05:00.000Z", later[0], StringComparison.Ordinal);
        Assert.NotEqual(expected[0].Split(',')[2], later[0].Split(',')[2]);
    }

    [Theory]
    [InlineData("[3, 1, 2].map(x => x * 2).sort().join('-') + getName().toUpperCase()", false)]
    [InlineData("let s = 0; for (const x of [1, 2]) s += x; return s", false)]
    [InlineData("const o = { a: 1 }; o.b = 2; return JSON.stringify(o)", false)]
    [InlineData("variables.Customer.name = 'x'", false)]
    [InlineData("getList().push(2)", false)]
    [InlineData("const list = [1, 2]; let s = 0; for (let i = 0; i < list.length; i++) s += list[i]; return s", false)]
    [InlineData("[1, 0].filter(Boolean).map(String).length", false)]
    [InlineData("new Date().getFullYear() + Math.max(1, 2) + Object.keys({}).length", false)]
    [InlineData("[].__proto__.x = 1", true)]
    [InlineData("const f = [].map; f.x = 1", true)]
    public void ScriptTraces_Script_TellsWhetherItsEngineMayBeUsedAgain(string script, bool expected) =>
        Assert.Equal(expected, WorkflowHost.Engine.Scripting.JavaScriptExpression.Parse(script).MayLeaveTraces);

    private static string[] Lines(params System.Text.Json.Nodes.JsonObject[] activities)
    {
        // The faulted one must not keep the next from running.
        var parallel = Workflow.Activity("parallel", "Parallel", ("activities", new System.Text.Json.Nodes.JsonArray([.. activities])));
        return Workflow.Start(Workflow.Program(parallel, Workflow.Variable("Name", "String", "n"), Workflow.Variable("List", "Object[]", "[1]"))).Lines();
    }
}
