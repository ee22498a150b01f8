namespace WorkflowHost.Engine.Activities;

/// <summary>The toolbox groups of the activities that come with the engine.</summary>
internal static class Categories
{
    public static BilingualText Primitives { get; } = ("Primitives", "基本");

    public static BilingualText Flow { get; } = ("Flow", "流程图");

    public static BilingualText ControlFlow { get; } = ("Control Flow", "控制结构");

    public static BilingualText Branching { get; } = ("Branching", "分支");

    public static BilingualText Looping { get; } = ("Looping", "循环");

    public static BilingualText Composition { get; } = ("Composition", "组合");

    public static BilingualText Workflows { get; } = ("Workflows", "流程");

    public static BilingualText Scheduling { get; } = ("Scheduling", "定时");

    public static BilingualText Scripting { get; } = ("Scripting", "脚本");

    public static BilingualText Console { get; } = ("Console", "输出");

    public static BilingualText Http { get; } = ("HTTP", "HTTP");
}
