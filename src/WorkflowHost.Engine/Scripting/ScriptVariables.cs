using Jint.Native;
using Jint.Native.Object;

namespace WorkflowHost.Engine.Scripting;

/// <summary>A script's <c>variables</c>. An object or array that is assigned to a member is copied, as in Elsa; what the script holds on to is another one then.</summary>
internal sealed class ScriptVariables(Jint.Engine engine) : ObjectInstance(engine)
{
    public override bool Set(JsValue property, JsValue value, JsValue receiver) => base.Set(property, Copy(value), receiver);

    /// <summary>Gives a member its value without copying it.</summary>
    public void Put(string name, JsValue value) => FastSetDataProperty(name, value);

    private JsValue Copy(JsValue value) =>
        value is JsObject or JsArray ? ScriptValues.ToScript(Engine, ScriptValues.FromScript(value)) : value;
}
