using System.Data;
using Npgsql;
using NpgsqlTypes;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Hosts;
using WorkflowHost.Runtime.Storage.Hot;

namespace WorkflowHost.Runtime.Storage.Postgres;

/// <summary>
/// A connection that collects statements and sends them together. A write that asks nothing before its end goes out as one
/// message, which PostgreSQL runs as one transaction: one round trip for a whole burst. Not thread safe.
/// </summary>
internal sealed class PostgresConnection(NpgsqlConnection connection, HostIdentity host) : ServerConnection
{
    private readonly List<NpgsqlBatchCommand> _waiting = [];
    private readonly Dictionary<NpgsqlBatchCommand, CaseWriteVerdict> _demands = new(ReferenceEqualityComparer.Instance);
    private int _resultsWaiting;
    private int _announced;
    private bool _isWriting;
    private bool _hasBegun;
    private bool _isAlone;

    public override bool IsOpen => connection.State == ConnectionState.Open;

    public override HotStatement Statement(string sql) => new PostgresStatement(this, new NpgsqlBatchCommand(PostgresTexts.Of(sql)));

    public override void Lock(string name) => Lock(PostgresTexts.Lock, name);

    public override void LockShared(string name) => Lock(PostgresTexts.LockShared, name);

    private void Lock(string statement, string name)
    {
        var command = new NpgsqlBatchCommand(statement);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name, NpgsqlDbType = NpgsqlDbType.Text });
        _waiting.Add(command);
        _resultsWaiting++;
    }

    public override void Alone() => _isAlone = true;

    public override void Announce(HostChange change)
    {
        Ticket ??= host.NextTicket();
        Statement(PostgresTexts.InsertChange).Bind(host.Id).Bind(Ticket.Value).Bind((long)_announced++).Bind(change.Kind.ToString()).Bind(change.Body()).Send();
    }

    public override T OneMoment<T>(Func<T> read)
    {
        // Goes with the first of what is read.
        _waiting.Add(new NpgsqlBatchCommand(PostgresTexts.BeginReading));
        var value = read();
        _waiting.Add(new NpgsqlBatchCommand(PostgresTexts.Commit));
        using var batch = Take();
        batch.ExecuteNonQuery();
        return value;
    }

    public override bool TryTakeTicket(long ticket) => Statement(PostgresTexts.TakeTicket).Bind(host.Id).Bind(ticket).Run() > 0;

    public override void Begin()
    {
        Forget();
        (_isWriting, _hasBegun, Ticket, _announced) = (true, false, null, 0);
    }

    public override void WaitBriefly()
    {
        _waiting.Add(new NpgsqlBatchCommand(PostgresTexts.WaitBriefly));
        _resultsWaiting++;
    }

    public override void Commit()
    {
        if (_hasBegun)
        {
            _waiting.Add(new NpgsqlBatchCommand(PostgresTexts.Commit));
        }

        if (_waiting.Count > 0)
        {
            // Without a BEGIN the message is a transaction by itself.
            using var batch = Take();
            Send(batch, static sent => sent.ExecuteNonQuery());
        }

        (_isWriting, _hasBegun) = (false, false);
    }

    public override void RollBack()
    {
        Forget();
        if (_hasBegun)
        {
            using var batch = connection.CreateBatch();
            batch.BatchCommands.Add(new NpgsqlBatchCommand(PostgresTexts.RollBack));
            batch.ExecuteNonQuery();
        }

        (_isWriting, _hasBegun) = (false, false);
    }

    /// <summary>To be sent with what comes next.</summary>
    public void Add(NpgsqlBatchCommand command) => _waiting.Add(command);

    /// <summary>To be sent with what comes next; an error unless it has a row.</summary>
    public void Demand(NpgsqlBatchCommand command, CaseWriteVerdict otherwise)
    {
        _waiting.Add(command);
        _demands.Add(command, otherwise);
        _resultsWaiting++;
    }

    /// <summary>Sends everything, this last.</summary>
    /// <returns>How many rows the last changed.</returns>
    public int Run(NpgsqlBatchCommand command)
    {
        _waiting.Add(command);
        BeginOnServer();
        using var batch = Take();
        Send(batch, static sent => sent.ExecuteNonQuery());
        return Math.Max(0, command.RecordsAffected);
    }

    /// <summary>Sends everything, this last, and reads its rows.</summary>
    public void Read(NpgsqlBatchCommand command, Action<NpgsqlDataReader> row)
    {
        // The locks and demands before it have a result each.
        var before = _resultsWaiting;
        _waiting.Add(command);
        BeginOnServer();
        using var batch = Take();
        Send(batch, sent =>
        {
            using var reader = sent.ExecuteReader();
            for (var result = 0; result < before; result++)
            {
                reader.NextResult();
            }

            while (reader.Read())
            {
                row(reader);
            }

            // What comes after the rows may still be an error.
            while (reader.NextResult())
            {
            }

            return 0;
        });
    }

    public override void Dispose()
    {
        try
        {
            connection.Dispose();
        }
        catch (NpgsqlException)
        {
            // The server has ended the session while nobody looked: there is nothing left to give back.
        }
    }

    /// <summary>A write that goes on after an answer needs its transaction kept open; a read alone needs none.</summary>
    private void BeginOnServer()
    {
        if (_isWriting && !_hasBegun && !_isAlone)
        {
            _waiting.Insert(0, new NpgsqlBatchCommand(PostgresTexts.Begin));
            _hasBegun = true;
        }
    }

    private NpgsqlBatch Take()
    {
        var batch = connection.CreateBatch();
        foreach (var command in _waiting)
        {
            batch.BatchCommands.Add(command);
        }

        _waiting.Clear();
        (_resultsWaiting, _isAlone) = (0, false);
        return batch;
    }

    private void Send(NpgsqlBatch batch, Func<NpgsqlBatch, int> send)
    {
        try
        {
            send(batch);
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.DivisionByZero && VerdictOf(error) is { } verdict)
        {
            throw new DemandUnmetException(verdict, error);
        }
        finally
        {
            _demands.Clear();
        }
    }

    private CaseWriteVerdict? VerdictOf(PostgresException error) =>
        error.BatchCommand is { } failed && _demands.TryGetValue(failed, out var verdict) ? verdict : null;

    private void Forget()
    {
        _waiting.Clear();
        _demands.Clear();
        (_resultsWaiting, _isAlone) = (0, false);
    }
}
