using Microsoft.Extensions.Options;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Staff;

namespace WorkflowHost.Runtime.Timers;

/// <summary>Forgets idempotency keys past their time and reads the staff again, to see what other processes changed.</summary>
internal sealed class Housekeeping(WriteQueue writes, StaffDirectory staff, IOptions<RuntimeOptions> options, TimeProvider time)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - options.Value.IdempotencyKept;
        await writes.RunAsync(sql => sql.DropCommands(before));
        await staff.ReloadAsync(cancellationToken);
    }
}
