using FsCheck;
using FsCheck.Fluent;

namespace WorkflowHost.Engine.Tests.Scripting;

/// <summary>Random scripts of the kind that stand in workflows, and stranger ones.</summary>
internal static class ScriptTexts
{
    private static readonly string[] Atoms =
    [
        "0", "-0", "1", "2.5", "1e21", "0.1", "1e-7", "123456789012345680000", "NaN", "Infinity", "9007199254740993", "4294967296",
        "''", "'a'", "'10'", "' 7 '", "'0x1f'", "'1e3'", "'王'", "'Éa'", "'abc'", "'-0'", "'Infinity'", "'1_0'", "'\\u00a07'",
        "true", "false", "null", "undefined", "[]", "({})", "a", "b",
        "getCount()", "getName()", "getAmount()", "getBig()", "getFlag()", "getNone()", "getWhen()", "getCustomer()", "getTags()", "getList()", "getData()",
        "getKind()", "getInput('Kind')", "getInput('score')", "getInput('Detail')", "getInput('Nope')", "getVariable('Count')", "getVariable('Customer')", "getVariable('nope')",
        "variables.Count", "variables.Customer", "variables.nope", "variables.toString", "variables.name",
        "getNothing()", "getOutputFrom('nobody')", "getOutputFrom('probe')", "getLastResult()", "getCorrelationId()", "getWorkflowInstanceName()", "getWorkflowDefinitionVersion()",
    ];

    private static readonly string[] Operators = ["+", "-", "*", "/", "%", "==", "!=", "===", "!==", "<", "<=", ">", ">=", "&&", "||", "+", "===", "&&"];

    private static readonly string[] Members =
    [
        ".name", ".age", ".tags", ".address", ".nope", ".toString", ".length", "?.name", "?.nope?.x", ".address?.city", ".address.zip", "[0]", "[1]", "[9]", "['name']", "?.[0]", "['length']", "[1.5]",
    ];

    private static readonly string[] Calls =
    [
        ".includes({0})", ".indexOf({0})", ".startsWith({0})", ".endsWith({0})", ".toUpperCase()", ".toLowerCase()", ".trim()", ".concat({0})", ".join({0})", ".join()", ".concat()", "?.includes({0})", ".includes()",
    ];

    private static readonly string[] Shapes =
    [
        "!{0}", "-{0}", "+{0}", "typeof {0}", "({0})", "[{0}, {1}]", "({{x: {0}, y: {1}}})", "({{'x y': {0}, b: {1}}})", "`{{${{{0}}}-${{{1}}}`", "String({0})", "Number({0})", "Boolean({0})",
        "isNullOrEmpty({0})", "isNullOrWhiteSpace({0})", "({0} ? {1} : {2})", "({0} ?? {1})", "({0})?.x", "[{0}][0]", "({{x: {0}}}).x", "({0}, {1})", "{0} ** {1}", "JSON.stringify({0})", "getVariable({0})", "getInput({0})",
    ];

    private static readonly string[] Scripts =
    [
        "{0}", "return {0}", "{0};", "{0}; {1}", "return {0}; {1}", "let a = {0}; a", "const a = {0}, b = {1}; return a + b", "if ({0}) return {1}; return {2}", "if ({0}) {{ {1} }} else {{ {2} }}", "{0}; if ({1}) {2}", "{0}; if ({1}) ;",
        "{0}; let a = {1};", "{0}; {{ {1} }}", "var a = {0}; return a === a", "let a; let b = {0}; return [a, b]", "'use strict'; return {0}", "if ({0}) {{ let a = {1}; return a }} return {2}",
        "setName({0})", "setCount({0})", "setData({0})", "variables.Data = {0}", "variables.Count = {0}", "variables.made = {0}", "variables.When = {0}", "setVariable('Data', {0})", "setVariable('made', {0})", "let a = {0}; setData(a)", "setData({0}); {1}", "setNope({0})", "variables.Flag = {0}; {1}",
    ];

    public static Gen<string> Any { get; } =
        from shape in Gen.Elements(Scripts)
        from one in Expression(3)
        from two in Expression(2)
        from three in Expression(1)
        select Fill(shape, one, two, three);

    private static Gen<string> Expression(int depth) => depth == 0
        ? Gen.Elements(Atoms)
        : Gen.Frequency(
            (3, Gen.Elements(Atoms)),
            (4, from left in Expression(depth - 1) from sign in Gen.Elements(Operators) from right in Expression(depth - 1) select $"({left} {sign} {right})"),
            (2, from target in Expression(depth - 1) from member in Gen.Elements(Members) select $"{target}{member}"),
            (2, from target in Expression(depth - 1) from call in Gen.Elements(Calls) from argument in Expression(depth - 1) select target + Fill(call, argument)),
            (3, from shape in Gen.Elements(Shapes) from one in Expression(depth - 1) from two in Expression(depth - 1) from three in Gen.Elements(Atoms) select Fill(shape, one, two, three)));

    private static string Fill(string shape, params object[] parts) => string.Format(System.Globalization.CultureInfo.InvariantCulture, shape, parts);
}
