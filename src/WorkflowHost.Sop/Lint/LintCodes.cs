namespace WorkflowHost.Sop.Lint;

/// <summary>The codes of the rules of trade; the compiler's and the references' codes come on top.</summary>
public static class LintCodes
{
    /// <summary>Nothing leads to the step.</summary>
    public const string StepUnreachable = "lint.step.unreachable";

    /// <summary>A connection leaves through an outcome that its step doesn't have.</summary>
    public const string PortUnknown = "lint.port.unknown";

    /// <summary>A connection leaves through an outcome that the designer can't draw, because the step doesn't name it; the designer drops the line.</summary>
    public const string PortNotDrawn = "lint.port.not_drawn";

    /// <summary>A cycle in which nothing waits: it spins until the step budget stops it.</summary>
    public const string LoopWithoutWait = "lint.loop.no_wait";

    /// <summary>A task that belongs to no role.</summary>
    public const string RoleMissing = "sop.task.role_missing";

    /// <summary>A way on which the case stops without being closed: nothing would wait for anybody any more.</summary>
    public const string CaseNeverClosed = "lint.flow.never_closed";

    /// <summary>Nobody has the role.</summary>
    public const string RoleEmpty = "lint.role.empty";

    /// <summary>Nobody has a role that a ladder tells.</summary>
    public const string LadderRoleEmpty = "lint.ladder.role_empty";

    /// <summary>A task lies in the queue of a role that may not read the case.</summary>
    public const string TaskRoleReadsNot = "lint.task.role_reads_not";

    /// <summary>A ladder tells a role that may not read the case.</summary>
    public const string LadderRoleReadsNot = "lint.ladder.role_reads_not";

    /// <summary>The clock runs longer than the law allows.</summary>
    public const string ClockAboveLimit = "lint.clock.above_limit";

    /// <summary>With its extensions the clock runs longer than the law allows.</summary>
    public const string ExtensionAboveLimit = "lint.clock.extension_above_limit";

    /// <summary>The customer is given less time than the law grants.</summary>
    public const string ClockBelowLimit = "lint.clock.below_limit";

    /// <summary>A statutory clock for which no limit is on record.</summary>
    public const string LimitMissing = "lint.clock.limit_missing";

    /// <summary>A deadline that nobody is reminded of.</summary>
    public const string LadderMissing = "lint.clock.ladder_missing";

    /// <summary>A clock is stopped, paused or awaited that nothing starts.</summary>
    public const string ClockNeverStarted = "lint.clock.never_started";

    /// <summary>A clock that goes on running on some way to the end.</summary>
    public const string ClockNotStopped = "lint.clock.not_stopped";

    /// <summary>A follow-up call without a way out for the customer nobody reaches.</summary>
    public const string UnreachableUnconnected = "lint.contact.unreachable_unconnected";

    /// <summary>A step to contact the customer that can't end with "not reached".</summary>
    public const string UnreachableMissing = "lint.contact.unreachable_missing";

    /// <summary>Another outcome of a follow-up call that leads nowhere.</summary>
    public const string RevisitUnconnected = "lint.contact.revisit_unconnected";

    /// <summary>An outcome of a task that leads nowhere.</summary>
    public const string OutcomeUnconnected = "sop.outcome.unconnected";

    /// <summary>A notice needs a field that nothing in this SOP fills.</summary>
    public const string NoticeField = "lint.notice.field_unwritten";

    /// <summary>An expression reads a field that nothing in this SOP fills.</summary>
    public const string FieldUnwritten = "lint.field.unwritten";

    /// <summary>An output is read after the workflow has waited, when it is no longer there.</summary>
    public const string OutputLost = "lint.output.lost";

    /// <summary>A decision table asks for a field that nothing in this SOP fills.</summary>
    public const string TableFieldUnwritten = "lint.table.field_unwritten";
}
