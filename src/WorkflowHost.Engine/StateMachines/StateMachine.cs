using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;

namespace WorkflowHost.Engine.StateMachines;

/// <summary>
/// States and transitions between them, as in Elsa 3.8. A state runs its entry, then all its triggers wait side by side. The first whose
/// condition holds wins: the other triggers are cancelled, its action runs, the state's exit, and the next state is entered. One whose
/// condition does not hold waits again. A state that no transition can leave ends the machine.
/// </summary>
public sealed class StateMachine : Activity, Activity.IDescribed
{
    private const string Current = "state";
    private const string Next = "next";

    private MachinePlan _plan = MachinePlan.Empty;
    private string? _start;

    public static ActivityDescriptor Descriptor { get; } = new(
        "Elsa.StateMachine",
        Categories.Flow,
        ("State Machine", "状态机"),
        ("Executes a state machine made of named states and trigger-driven transitions.", "按命名的状态和由事件触发的转换执行。"));

    internal MachinePlan Plan => _plan;

    /// <summary>The state a stored machine is in, and the one it is about to enter.</summary>
    internal static (string? State, string? Next) PlaceOf(JsonObject? local) => ((string?)local?[Current], (string?)local?[Next]);

    internal static void Place(JsonObject local, string? state, string? next)
    {
        local[Current] = state;
        if (next is null)
        {
            local.Remove(Next);
        }
        else
        {
            local[Next] = next;
        }
    }

    protected internal override void Bind(ActivityBinder binder)
    {
        _plan = MachinePlan.Read(binder);
        _start = ProgramBuilder.Text(binder.Json, "currentState") ?? ProgramBuilder.Text(binder.Json, "initialState");
    }

    protected internal override void Execute(ActivityContext context) => Enter(context, _start);

    protected internal override void ChildCompleted(ActivityContext context, ChildCompletion child)
    {
        var state = (string?)context.Local[Current];
        if (_plan.TransitionOf(child.Node) is not { } transition)
        {
            Left(context, child.Node, state);
        }
        else if (transition.From != state || _plan.Find(transition.To) is null)
        {
            // What completes late, after another transition was taken, has no say any more.
        }
        else if (transition.Action == child.Node)
        {
            Leave(context, transition);
        }
        else if (context.Local[Next] is null)
        {
            Triggered(context, transition);
        }
    }

    private void Left(ActivityContext context, ProgramNode child, string? state)
    {
        if (_plan.Find(state)?.Exit != child)
        {
            Wait(context, state);
        }
        else if (context.Local[Next] is { } next)
        {
            Enter(context, (string?)next);
        }
    }

    private void Triggered(ActivityContext context, MachineTransition transition)
    {
        if (transition.Condition is { } condition && !context.Get(condition))
        {
            context.Schedule(transition.Trigger!);
            return;
        }

        context.Local[Next] = transition.To;
        foreach (var each in context.Run.LiveChildren(context))
        {
            context.Run.Cancel(each);
        }

        context.Run.Withdraw(context);
        if (transition.Action is { } action)
        {
            context.Schedule(action);
        }
        else
        {
            Leave(context, transition);
        }
    }

    private void Leave(ActivityContext context, MachineTransition transition)
    {
        if (_plan.Find(transition.From)?.Exit is { } exit)
        {
            context.Schedule(exit);
        }
        else
        {
            Enter(context, transition.To);
        }
    }

    private void Enter(ActivityContext context, string? name)
    {
        context.Local.Remove(Next);
        if (_plan.Find(name) is not { } state)
        {
            context.Complete();
            return;
        }

        context.Local[Current] = state.Name;
        if (state.Entry is { } entry)
        {
            context.Schedule(entry);
        }
        else
        {
            Wait(context, state.Name);
        }
    }

    private void Wait(ActivityContext context, string? state)
    {
        var triggers = state is null ? [] : _plan.From(state).Select(each => each.Trigger!).ToList();
        foreach (var trigger in triggers)
        {
            context.Schedule(trigger);
        }

        if (triggers.Count == 0)
        {
            context.Complete();
        }
    }
}
