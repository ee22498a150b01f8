using WorkflowHost.Engine.Programs;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Runtime.Idempotency;
using WorkflowHost.Runtime.Instances;
using WorkflowHost.Runtime.Staff;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Forms;
using WorkflowHost.Sop.Links;

namespace WorkflowHost.Runtime.Outbox.Senders;

/// <summary>
/// Carries out what one case wants of another it is or shall be linked with: opens it, tells it, and tells the asking case what
/// came of it. Each of the two is told once, so a second delivery after a crash changes nothing.
/// </summary>
internal sealed class LinkSender(CaseReader reader, CaseCommandRunner runner, InstanceStarter starter, DefinitionStore definitions, CaseReaders readers, StaffDirectory staff) : IOutboxSender
{
    public IReadOnlyCollection<string> Kinds { get; } = [LinkMessages.Open, LinkMessages.Ask, LinkMessages.News];

    public bool IsInternal => true;

    public Task<SendResult> SendAsync(OutgoingMessage message, CancellationToken cancellationToken) => message.Kind switch
    {
        LinkMessages.Open => OpenAsync(message, cancellationToken),
        LinkMessages.Ask => AskAsync(message, cancellationToken),
        _ => TellAsync(message, message.Target, new HearOfLinkedCase(LinkNews.Read(message.Payload)), cancellationToken),
    };

    private async Task<SendResult> OpenAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        var ask = OpenLinkedMessage.Read(message.Payload);
        if (await definitions.ProgramAsync(message.Target, null, cancellationToken) is not { } program)
        {
            return await RefuseAsync(message, ask.CaseId, CaseRefusal.NotFound("definition.not_published"), cancellationToken);
        }

        if (SopProfile.Of(program.Definition) is null)
        {
            return await RefuseAsync(message, ask.CaseId, CaseRefusal.Conflict("definition.not_an_sop"), cancellationToken);
        }

        var opened = await starter.StartAsync(new(Actor.System, message.Target, ask.CaseId, ask.Fields, new() { Link = ask.Origin }), cancellationToken);
        return opened switch
        {
            { Refusal.Kind: RefusalKind.Unavailable } => SendResult.Retry(opened.Refusal.Code),
            { Refusal: { } refusal } => await RefuseAsync(message, ask.CaseId, refusal, cancellationToken),
            { State: { } state } => await TellAsync(
                message, message.CaseId, new HearOfLinkedCase(LinkNews.Of(state, ProfileOf(program), ask.CaseId, ask.Origin.Kind, isFollower: true)), cancellationToken),
            _ => throw new InvalidOperationException("Opening a linked case was neither done nor refused."),
        };
    }

    /// <summary>First the other case hears who wants to be linked, then the asking one hears of the other.</summary>
    private async Task<SendResult> AskAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        var (key, kind, isFollower) = (message.Text("key") ?? string.Empty, message.Text("kind") ?? string.Empty, message.Payload.IsTrue("isFollower"));
        if (reader.IdOf(message.Target) is not { } otherId || await reader.LoadAsync(otherId, cancellationToken) is not { IsPlain: false } named || !readers.MayRead(AskerOf(message), named))
        {
            return await RefuseAsync(message, key, CaseRefusal.NotFound("case.not_found", ("case", message.Target)), cancellationToken);
        }

        if (otherId == message.CaseId)
        {
            return await RefuseAsync(message, key, CaseRefusal.Invalid("link.same_case", ("case", message.Target)), cancellationToken);
        }

        if (await reader.LoadAsync(message.CaseId, cancellationToken) is not { } asking)
        {
            return SendResult.Sent();
        }

        var told = await TellAsync(
            message, otherId, new HearOfLinkedCase(LinkNews.Of(asking, await ProfileOfAsync(asking, cancellationToken), asking.Id, kind, !isFollower)), cancellationToken);
        // As it stands now that it has heard: had it been closed meanwhile without knowing of the link, it would have told nobody.
        return told.Status != OutboxStatus.Sent || await reader.LoadAsync(otherId, cancellationToken) is not { } other
            ? told
            : await TellAsync(
                message, message.CaseId, new HearOfLinkedCase(LinkNews.Of(other, await ProfileOfAsync(other, cancellationToken), key, kind, isFollower)), cancellationToken);
    }

    /// <summary>Whoever may not read a case can't link it either. A message that names nobody is from a time when everybody read everything.</summary>
    private Actor AskerOf(OutgoingMessage message) =>
        message.Text("by") is not { } by || by == Actor.System.Id ? Actor.System : new(by, by, null, staff.Find(by)?.Roles ?? []);

    private Task<SendResult> RefuseAsync(OutgoingMessage message, string key, CaseRefusal refusal, CancellationToken cancellationToken)
    {
        var detail = refusal.Fields.Count > 0 ? string.Join(", ", refusal.Fields.Select(Text)) : string.Join(", ", refusal.Args.Values);
        return TellAsync(message, message.CaseId, new HearLinkRefused(key, message.Target, refusal.Code, detail), cancellationToken);

        static string Text(FieldFault fault) => $"{fault.Field}: {fault.Code}";
    }

    private async Task<SendResult> TellAsync(OutgoingMessage message, string caseId, CaseCommand command, CancellationToken cancellationToken)
    {
        var receipt = new CommandReceipt($"outbox:{message.IdempotencyKey}:{caseId}", Actor.System.Id, RequestHash.Of(message.Payload, message.Target));
        var run = await runner.RunAsync(caseId, _ => command, receipt, settlement: null, cancellationToken);
        return run.Refusal switch
        {
            null => SendResult.Sent(),
            { Kind: RefusalKind.Unavailable } refusal => SendResult.Retry(refusal.Code),
            // A case that was never opened, is gone or was moved to the archive hears nothing.
            { Kind: RefusalKind.NotFound } or { Code: CaseCommandRunner.Archived } => SendResult.Sent(),
            var refusal => SendResult.Rejected(refusal.Code),
        };
    }

    private async ValueTask<SopProfile?> ProfileOfAsync(CaseState state, CancellationToken cancellationToken) =>
        await definitions.ProgramAsync(state.DefinitionId, state.DefinitionVersion, cancellationToken) is { } program ? ProfileOf(program) : null;

    private static SopProfile? ProfileOf(WorkflowProgram program) => SopProfile.Of(program.Definition);
}
