using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.CustomerLinks;
using WorkflowHost.Runtime.Storage.Hot;
using WorkflowHost.Runtime.Timers;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.CustomerLinks;

namespace WorkflowHost.Runtime.Outbox;

/// <summary>
/// Sends committed messages, at least once, under a lease; how a message ended is stored in the same transaction as the case's
/// note of it. Thread-safe.
/// </summary>
public sealed class OutboxDispatcher
{
    private const int MostSendings = 10_000;

    /// <summary>Sendings of a kind at once: a mail server drops who opens dozens of connections.</summary>
    private const int MostAtOnce = 4;

    /// <summary>What a sending may use of its lease; the rest is for storing how it ended.</summary>
    internal const double ShareOfLease = 0.8;

    private static readonly TimeSpan ShortBackOff = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstBackOff = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromHours(1);

    // What was sent while the store took no writes; should the message be claimed here again, its answer is known.
    private readonly ConcurrentDictionary<string, (OutgoingMessage Message, SendResult Result)> _unstored = new(StringComparer.Ordinal);
    private readonly ReadPool _reads;
    private readonly CustomerLinkIssuer _links;
    private readonly CaseCommandRunner _runner;
    private readonly WriteQueue _writes;
    private readonly DueWork _work;
    private readonly Dictionary<string, IOutboxSender> _senders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SemaphoreSlim> _slots = new(StringComparer.Ordinal);
    private readonly IOptions<RuntimeOptions> _options;
    private readonly TimeProvider _time;
    private readonly ILogger<OutboxDispatcher> _log;

    internal OutboxDispatcher(
        ReadPool reads,
        CustomerLinkIssuer links,
        CaseCommandRunner runner,
        WriteQueue writes,
        DueWork work,
        IEnumerable<IOutboxSender> senders,
        IOptions<RuntimeOptions> options,
        TimeProvider time,
        ILogger<OutboxDispatcher> log)
    {
        _reads = reads;
        _links = links;
        _runner = runner;
        _writes = writes;
        _work = work;
        foreach (var sender in senders)
        {
            foreach (var kind in sender.Kinds)
            {
                _senders[kind] = sender;
                _slots[kind] = new(MostAtOnce);
            }
        }

        string[] unknown = [.. options.Value.OutboxKinds.Keys.Where(kind => !_senders.Keys.Contains(kind, StringComparer.OrdinalIgnoreCase))];
        if (unknown.Length > 0)
        {
            throw new OptionsValidationException(
                string.Empty, typeof(RuntimeOptions), unknown.Select(kind => $"OutboxKinds:{kind}: expected one of {string.Join(", ", _senders.Keys.Order(StringComparer.Ordinal))}."));
        }

        _options = options;
        _time = time;
        _log = log;
    }

    /// <summary>Sends what may be sent now, until nothing waits.</summary>
    /// <returns>How many messages came to an end, well or badly.</returns>
    public async Task<int> RunDueAsync(CancellationToken cancellationToken = default)
    {
        for (var done = 0; ;)
        {
            // What is sent may make its case ask for more of either kind.
            var house = await RunAsync(OutboxLane.House, cancellationToken);
            var outside = await RunAsync(OutboxLane.Outside, cancellationToken);
            if (house.Done + outside.Done == 0)
            {
                return done;
            }

            done += house.Done + outside.Done;
        }
    }

    internal async Task<DispatchRun> RunAsync(OutboxLane lane, CancellationToken cancellationToken)
    {
        var settled = 0;
        await StoreAnswersAsync();
        for (var claimed = 0; claimed < MostSendings && !cancellationToken.IsCancellationRequested;)
        {
            var now = _time.GetUtcNow();
            var claim = await _writes.RunAsync(sql => sql.ClaimOutbox(lane, now, _options.Value.Lease, _options.Value.ClaimBatch));
            if (claim.Fault is { } fault)
            {
                _log.LogError("Waiting messages could not be claimed ({Code}); the next run tries again", fault.Code);
                return new(settled, fault);
            }

            if (claim.Value.Count == 0)
            {
                break;
            }

            claimed += claim.Value.Count;
            settled += (await Task.WhenAll(claim.Value.GroupBy(lane == OutboxLane.House ? m => m.CaseId : m => m.Id, StringComparer.Ordinal).Select(line => SendInOrderAsync([.. line], cancellationToken)))).Sum();
        }

        return new(settled, null);
    }

    /// <summary>When the next message can be claimed; null when none waits.</summary>
    public DateTimeOffset? NextDue() => new[] { NextDue(OutboxLane.House), NextDue(OutboxLane.Outside) }.Min();

    internal DateTimeOffset? NextDue(OutboxLane lane) => _reads.Read(r => r.NextOfOutbox(lane));

    /// <summary>Gives a held or dead message another chance, after a person has put right what kept it.</summary>
    /// <returns>False when there is no such message.</returns>
    public async Task<bool> RetryAsync(string messageId, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var now = _time.GetUtcNow();
        var result = await _writes.RunAsync(sql => sql.ReviveOutbox(messageId, now));
        if (result is not { Fault: null, Value: > 0 })
        {
            return false;
        }

        _work.Wake();
        return true;
    }

    private async Task<int> SendInOrderAsync(OutgoingMessage[] messages, CancellationToken cancellationToken)
    {
        for (var sent = 0; sent < messages.Length; sent++)
        {
            var sending = await SendAsync(messages[sent], cancellationToken);
            if (sending == Sending.Ended)
            {
                continue;
            }

            // Those behind it may not overtake it; without their lease they can be claimed as soon as it can. One that was not begun is given back too.
            foreach (var waiting in messages[(sending == Sending.NotBegun ? sent : sent + 1)..])
            {
                var now = _time.GetUtcNow();
                await _writes.RunAsync(sql => sql.GiveBackOutbox(waiting, now));
            }

            return sent;
        }

        return messages.Length;
    }

    private async Task<Sending> SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        if (await TryInSlotAsync(message, cancellationToken) is not { } result)
        {
            return Sending.NotBegun;
        }

        if (result.Status != OutboxStatus.Pending)
        {
            return await SettleAsync(message, result) ? Sending.Ended : Sending.Waiting;
        }

        if (cancellationToken.IsCancellationRequested && _senders[message.Kind].IsInternal)
        {
            // Broken off by the end of the host; whom it reached already takes it no second time.
            return Sending.NotBegun;
        }

        var failures = message.Failures + 1;
        var error = result.Error ?? "The sender gave no reason.";
        var ofKind = _options.Value.OutboxKinds.GetValueOrDefault(message.Kind);
        if (failures >= (ofKind?.Tries ?? _options.Value.OutboxTries))
        {
            return await SettleAsync(message, SendResult.Rejected(error)) ? Sending.Ended : Sending.Waiting;
        }

        var next = _time.GetUtcNow() + BackOff.After(failures, FirstBackOff, LongestBackOff);
        // What is of no use by then ends on time, not with the next try.
        next = CustomerCode.UselessFrom(message.Payload, message.CreatedAt) is { } useless && useless < next ? useless : next;
        var again = new OutboxSettlement(message.Id, message.Fence, OutboxStatus.Pending, null, error) { Next = next, Failures = failures };
        if ((failures == (ofKind?.TellAfter ?? _options.Value.OutboxTellAfter) ? await TellAsync(message, again) : again) is { } left)
        {
            var now = _time.GetUtcNow();
            await _writes.RunAsync(sql => sql.SettleOutbox(left, now));
        }

        return Sending.Waiting;
    }

    /// <summary>Puts a message back in one transaction with the case's note that it is in trouble.</summary>
    /// <returns>What is left to be stored; null when the case took it. One that is busy is told at the next failure, since this one does not count then.</returns>
    private async Task<OutboxSettlement?> TellAsync(OutgoingMessage message, OutboxSettlement again)
    {
        var report = new ReportDeliveryDelay(message.Id, again.Failures, again.Error!);
        try
        {
            var run = await _runner.RunAsync(message.CaseId, _ => report, receipt: null, again, CancellationToken.None);
            return run.IsStored ? null : run.Refusal is { Kind: RefusalKind.Unavailable } ? again with { Failures = message.Failures } : again;
        }
#pragma warning disable CA1031 // Boundary: a case that cannot take the note must not keep its message from being tried on.
        catch (Exception error)
#pragma warning restore CA1031
        {
            _log.LogError(error, "Case {CaseId} could not note that message {MessageId} is in trouble", message.CaseId, message.Id);
            return again;
        }
    }

    /// <returns>Null when the message was not tried: the host stops, or its lease ran out while it waited and another has it.</returns>
    private async Task<SendResult?> TryInSlotAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        if (!_senders.TryGetValue(message.Kind, out var sender))
        {
            return SendResult.Held($"No sender for messages of kind '{message.Kind}'.");
        }

        if (message.Payload.ContainsKey(OutgoingMessage.Unreadable))
        {
            return SendResult.Held("The stored message cannot be read.");
        }

        var slots = _slots[message.Kind];
        var hasWaited = !await slots.WaitAsync(TimeSpan.Zero, CancellationToken.None);
        if (hasWaited)
        {
            try
            {
                await slots.WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return null;
            }
        }

        try
        {
            return !cancellationToken.IsCancellationRequested && (!hasWaited || await RenewAsync(message, _time.GetUtcNow() + _options.Value.Lease))
                ? await TryAsync(sender, message, cancellationToken)
                : null;
        }
        finally
        {
            slots.Release();
        }
    }

    private async Task<bool> RenewAsync(OutgoingMessage message, DateTimeOffset until)
    {
        var renewed = await _writes.RunAsync(sql => sql.RenewOutbox(message, until));
        return renewed is { Fault: null, Value: > 0 };
    }

    private async Task<SendResult> TryAsync(IOutboxSender sender, OutgoingMessage message, CancellationToken cancellationToken)
    {
        if (KeptAnswer.Of(message) is { } kept)
        {
            return kept;
        }

        if (_unstored.TryRemove(message.Id, out var known))
        {
            return known.Result;
        }

        // A sending that outlives its lease would be doubled by the next claimer.
        using var bound = new CancellationTokenSource(_options.Value.Lease * ShareOfLease, _time);
        // A host that stops begins nothing more, but lets what is out come to its end: whoever broke it off could only send it again.
        using var either = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, sender.IsInternal ? cancellationToken : CancellationToken.None);
        try
        {
            return await _links.SendAsync(sender, message, either.Token);
        }
        catch (OperationCanceledException) when (bound.IsCancellationRequested)
        {
            _log.LogWarning("Message {MessageId} of kind {Kind} could not be sent in time (try {Try})", message.Id, message.Kind, message.Failures + 1);
            return SendResult.Retry("The receiving side did not answer in time.");
        }
#pragma warning disable CA1031 // Boundary: whatever a sender throws is a failed try of this message alone.
        catch (Exception error)
#pragma warning restore CA1031
        {
            _log.LogWarning(error, "Message {MessageId} of kind {Kind} could not be sent (try {Try})", message.Id, message.Kind, message.Failures + 1);
            return SendResult.Retry(error.Message);
        }
    }

    /// <summary>Ends the message in one transaction with the case's note of it. A held message is no end, so the case is not told.</summary>
    /// <remarks>Takes no cancellation: what was sent is noted also by a host that stops, or it would be sent twice.</remarks>
    private async Task<bool> SettleAsync(OutgoingMessage message, SendResult result)
    {
        if (result.Status == OutboxStatus.Sent && _senders[message.Kind].IsInternal)
        {
            var dropped = await _writes.RunAsync(sql => sql.DropOutbox(message));
            return dropped is { Fault: null, Value: > 0 };
        }

        var settlement = new OutboxSettlement(message.Id, message.Fence, result.Status, result.Reference, result.Error);
        if (result.Status != OutboxStatus.Held)
        {
            var report = new ReportDelivery(message.Id, result.Status != OutboxStatus.Dead && result.Error is null, result.Error ?? result.Reference)
            {
                BookmarkId = result.Answer is null ? null : message.Text("bookmarkId"),
                Answer = result.Answer,
            };
            try
            {
                var run = await _runner.RunAsync(message.CaseId, _ => report, receipt: null, settlement, CancellationToken.None);
                if (run.IsStored)
                {
                    return true;
                }

                if (run.Refusal is { Kind: RefusalKind.Unavailable } busy)
                {
                    await KeepForNextTryAsync(message, result, busy.Code, ShortBackOff);
                    return false;
                }

                if (result.Answer is not null && run.Refusal is { } refusal)
                {
                    return await KeepAnswerAsync(message, result, refusal.Code);
                }
            }
#pragma warning disable CA1031 // Boundary: a case that cannot take the note must not have its message sent again and again.
            catch (Exception error)
#pragma warning restore CA1031
            {
                _log.LogError(error, "Case {CaseId} could not note how message {MessageId} ended", message.CaseId, message.Id);
                if (result.Answer is not null)
                {
                    return await KeepAnswerAsync(message, result, error.Message);
                }
            }
        }

        var now = _time.GetUtcNow();
        var stored = await _writes.RunAsync(sql => sql.SettleOutbox(settlement, now));
        if (stored.Fault is { } fault)
        {
            await KeepForNextTryAsync(message, result, fault.Code, ShortBackOff);
        }

        return stored is { Fault: null, Value: > 0 };
    }

    /// <summary>Whether something was sent whose end could not be stored yet.</summary>
    internal bool HasUnstored => !_unstored.IsEmpty;

    /// <summary>Stores how messages ended that were sent while the store was away. Until then they are not sent again by this host; another may, once the lease has ended.</summary>
    internal async Task StoreAnswersAsync()
    {
        foreach (var (id, (message, result)) in _unstored)
        {
            if (_unstored.TryRemove(id, out _))
            {
                await KeepForNextTryAsync(message, result, "storage.unavailable", TimeSpan.Zero);
            }
        }
    }

    /// <summary>What was sent must not be sent again only because the case was busy or the store away for a moment.</summary>
    private async Task KeepForNextTryAsync(OutgoingMessage message, SendResult result, string code, TimeSpan wait)
    {
        var now = _time.GetUtcNow();
        var kept = await _writes.RunAsync(sql => sql.KeepForNextTry(message, KeptAnswer.Write(message, result), code, now + wait));
        if (kept.Fault is not null)
        {
            _unstored[message.Id] = (message, result);
            _log.LogWarning("Message {MessageId} was sent, but the store takes no writes ({Code}); how it ended is kept in memory until it does", message.Id, code);
        }
    }

    /// <summary>A step waits for the answer, and asking again might do the asked thing twice: it is held until a person lets it try again.</summary>
    private async Task<bool> KeepAnswerAsync(OutgoingMessage message, SendResult result, string error)
    {
        var kept = await _writes.RunAsync(sql => sql.KeepAnswer(message, KeptAnswer.Write(message, result), "The answer is here, but the case could not take it: " + error));
        return kept is { Fault: null, Value: > 0 };
    }

    private enum Sending
    {
        Ended,

        /// <summary>It was tried; it waits for its next try, or for whoever has it now.</summary>
        Waiting,

        /// <summary>The host stops, or another has it.</summary>
        NotBegun,
    }
}
