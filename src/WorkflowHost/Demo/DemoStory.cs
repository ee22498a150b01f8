using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Revisits;
using WorkflowHost.Sop.Staff;

namespace WorkflowHost.Demo;

/// <summary>
/// Tells a complaint step by step: each instant that is returned says "not before then", and what follows it is done at that
/// time. A story that reaches the present stays where it is, which is how the demo's cases come to wait at every step.
/// </summary>
internal sealed class DemoStory(DemoCase subject, DemoCast cast, Func<string, DemoCase> caseOf)
{
    private readonly Actor _agent = cast.Agent(subject.Number);
    private readonly StaffMember _handler = cast.Handler(subject.Number);

    private DemoPlot Plot => subject.Complaint.Plot;

    private Actor Handler => _handler.ToActor();

    private bool IsComplex => Plot is DemoPlot.Appraisal or DemoPlot.Extension or DemoPlot.Extended;

    public async IAsyncEnumerable<DateTimeOffset> TellAsync(DateTimeOffset opensAt)
    {
        yield return opensAt;
        await subject.OpenAsync(_agent);
        if (Plot == DemoPlot.Register)
        {
            yield break;
        }

        yield return subject.Later(0.7);
        if (await RegisterAsync())
        {
            yield break;
        }

        yield return subject.Later(2);
        await subject.RaiseAsync("contacted", Handler, DemoForms.Contacted(subject.Now));
        await foreach (var instant in AnalyseAsync())
        {
            yield return instant;
        }
    }

    /// <summary>True when the story ends with registration.</summary>
    private async Task<bool> RegisterAsync()
    {
        var (outcome, fields) = Plot switch
        {
            DemoPlot.Supplement => ("supplement", DemoForms.Supplement()),
            DemoPlot.NotAccepted => ("not_accepted", DemoForms.NotAccepted()),
            DemoPlot.Merged => ("merged", DemoForms.Merge(caseOf(subject.Complaint.RepeatOf!).View.Summary.Number)),
            _ => ("registered", DemoForms.Register(subject.Complaint, _handler.Branch!, _agent.StaffNo!, _handler.Id)),
        };
        await subject.CompleteAsync("register", _agent, outcome, fields);
        return outcome != "registered";
    }

    private async IAsyncEnumerable<DateTimeOffset> AnalyseAsync()
    {
        switch (Plot)
        {
            case DemoPlot.Analysis or DemoPlot.Breached:
                yield break;
            case DemoPlot.Withdrawn:
                yield return subject.Later(5);
                await subject.RaiseAsync("withdrawn", _agent, DemoForms.Withdraw(subject.Now));
                yield break;
            case DemoPlot.NewFacts:
                yield return subject.Later(11);
                await subject.RaiseAsync("newFacts", Handler, DemoForms.NewFacts(subject.Now));
                yield break;
        }

        yield return subject.Later(7);
        await subject.NoteAsync(Handler, "已调取通话录音与系统记录，正在核对。");
        await subject.CompleteAsync("analysis", Handler, "analysed", DemoForms.Analysis(subject.Complaint, IsComplex));
        await foreach (var instant in Plot switch
        {
            DemoPlot.Appraisal => AppraiseAsync(),
            DemoPlot.Extension or DemoPlot.Extended => ExtendAsync(),
            _ => SolveAsync(),
        })
        {
            yield return instant;
        }
    }

    private async IAsyncEnumerable<DateTimeOffset> AppraiseAsync()
    {
        yield return subject.Later(6);
        await subject.RaiseAsync("appraisalStarted", Handler, DemoForms.Appraisal(subject.Now));
    }

    private async IAsyncEnumerable<DateTimeOffset> ExtendAsync()
    {
        yield return subject.Later(120);
        await subject.RaiseAsync("extensionRequested", Handler, DemoForms.ExtensionRequest());
        if (Plot == DemoPlot.Extended)
        {
            yield return subject.Later(5);
            await subject.CompleteAsync("approveExtension", cast.Of(subject.RoleOf("approveExtension")), "approved", DemoForms.ExtensionApproved());
        }
    }

    private async IAsyncEnumerable<DateTimeOffset> SolveAsync()
    {
        if (Plot == DemoPlot.Solution)
        {
            yield break;
        }

        yield return subject.Later(9);
        if (Plot == DemoPlot.Disagreed)
        {
            await subject.CompleteAsync("solution", Handler, "not_agreed", DemoForms.Solution(subject.Complaint, _handler.DisplayName, subject.Now, "no"));
            yield break;
        }

        if (Plot == DemoPlot.Mediation)
        {
            await subject.CompleteAsync("solution", Handler, "mediation", DemoForms.Mediation(subject.Complaint, _handler.DisplayName, subject.Now));
            yield break;
        }

        await subject.CompleteAsync("solution", Handler, "agreed", DemoForms.Solution(subject.Complaint, _handler.DisplayName, subject.Now, "yes"));
        if (Plot == DemoPlot.Approval)
        {
            yield break;
        }

        if (await subject.WaitsForAsync("approve", Handler))
        {
            yield return subject.Later(4);
            await subject.CompleteAsync("approve", cast.Of(subject.RoleOf("approve"), not: _handler.Id), "approved", DemoForms.Approval());
        }

        await foreach (var instant in ExecuteAsync())
        {
            yield return instant;
        }
    }

    private async IAsyncEnumerable<DateTimeOffset> ExecuteAsync()
    {
        if (Plot == DemoPlot.Execution)
        {
            yield break;
        }

        yield return subject.Later(10);
        await subject.CompleteAsync("execution", Handler, "executed", DemoForms.Execution(subject.Complaint, _handler.DisplayName, subject.Now));
        if (Plot == DemoPlot.Feedback)
        {
            yield break;
        }

        yield return subject.Later(5);
        var (rating, isSolved) = Plot switch
        {
            DemoPlot.Recovery => (2, true),
            DemoPlot.CloseApproval => (3, false),
            _ => (3 + (subject.Number % 3), true),
        };
        await subject.CompleteAsync("feedback", Handler, "accepted", DemoForms.Feedback(subject.Complaint, subject.Now, rating, isSolved));
        if (Plot is DemoPlot.Recovery or DemoPlot.Closing)
        {
            yield break;
        }

        yield return subject.Later(1);
        await subject.CompleteAsync("closing", _agent, "closed", DemoForms.Closing(subject.Complaint, isSolved ? "satisfied" : "unresolved"));
        await foreach (var instant in FollowUpAsync())
        {
            yield return instant;
        }
    }

    private async IAsyncEnumerable<DateTimeOffset> FollowUpAsync()
    {
        var caller = cast.Of(StaffRoles.Scheduler);
        switch (Plot)
        {
            case DemoPlot.RevisitTried:
                yield return subject.Later(10);
                await subject.CallAsync(caller, AttemptResult.NoAnswer, null);
                break;
            case DemoPlot.Revisited or DemoPlot.Ended:
                yield return subject.Later(10);
                await subject.CallAsync(caller, AttemptResult.NoAnswer, null);
                yield return subject.Later(10);
                await subject.CallAsync(caller, AttemptResult.Connected, 5);
                break;
            case DemoPlot.Review:
                yield return subject.Later(10);
                await subject.CallAsync(caller, AttemptResult.Connected, 3);
                yield return subject.Later(20);
                await subject.RaiseAsync("reviewRequested", _agent, DemoForms.ReviewRequest(subject.Now));
                break;
        }
    }
}
