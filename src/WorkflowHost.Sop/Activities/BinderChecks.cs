using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;

namespace WorkflowHost.Sop.Activities;

/// <summary>Checks that several SOP activities make while a definition is compiled.</summary>
internal static class BinderChecks
{
    public static void RequireBound(this ActivityBinder binder, string code, string property, Input input)
    {
        if (!input.IsBound)
        {
            binder.Fault(code, property, $"'{input.Name}' is missing. Give it a value in the property panel, or \"{property}\": {{\"typeName\": \"String\", \"expression\": {{\"type\": \"Literal\", \"value\": …}}}} in the file.");
        }
    }
}
