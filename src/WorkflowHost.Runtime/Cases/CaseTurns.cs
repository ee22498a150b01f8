namespace WorkflowHost.Runtime.Cases;

/// <summary>
/// Lets the commands of one case go one after another within this host, so that only other hosts can make a version conflict.
/// A courtesy, not a lock: correctness rests on the version guard alone.
/// </summary>
internal sealed class CaseTurns
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Turn> _turns = new(StringComparer.Ordinal);

    public async Task<IDisposable> EnterAsync(string caseId, CancellationToken cancellationToken)
    {
        Turn turn;
        lock (_gate)
        {
            if (!_turns.TryGetValue(caseId, out turn!))
            {
                _turns[caseId] = turn = new(this, caseId);
            }

            turn.Waiting++;
        }

        try
        {
            await turn.Free.WaitAsync(cancellationToken);
            return turn;
        }
        catch
        {
            Leave(turn);
            throw;
        }
    }

    private void Leave(Turn turn)
    {
        lock (_gate)
        {
            if (--turn.Waiting == 0)
            {
                _turns.Remove(turn.CaseId);
                turn.Free.Dispose();
            }
        }
    }

    private sealed class Turn(CaseTurns owner, string caseId) : IDisposable
    {
        public string CaseId { get; } = caseId;

        public SemaphoreSlim Free { get; } = new(1, 1);

        public int Waiting { get; set; }

        public void Dispose()
        {
            Free.Release();
            owner.Leave(this);
        }
    }
}
