using System.Data;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.SqlClient;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Hosts;
using WorkflowHost.Runtime.Storage.Hot;

namespace WorkflowHost.Runtime.Storage.SqlServer;

/// <summary>
/// A connection that collects statements and sends them together. A write that asks nothing before its end goes out as one
/// message with its own transaction: one round trip for a whole burst. Not thread safe.
/// </summary>
internal sealed class SqlServerConnection(SqlConnection connection, TimeSpan busyTimeout, HostIdentity host) : ServerConnection
{
    /// <summary>The name of a lock has 255 characters at most.</summary>
    private const int LongestName = 200;

    private readonly List<SqlServerStatement> _waiting = [];
    private SqlTransaction? _transaction;
    private int _announced;
    private bool _isWriting;
    private bool _isAlone;

    /// <summary>What was collected and not yet sent.</summary>
    public IReadOnlyList<SqlServerStatement> Waiting => _waiting;

    public override bool IsOpen => connection.State == ConnectionState.Open;

    public override HotStatement Statement(string sql) => new SqlServerStatement(this, SqlServerTexts.Of(sql));

    public override void Lock(string name) => Lock(name, SqlServerTexts.Lock);

    public override void LockShared(string name) => Lock(name, SqlServerTexts.LockShared);

    public override void Alone() => _isAlone = true;

    public override void Announce(HostChange change)
    {
        Ticket ??= host.NextTicket();
        Statement(SqlServerTexts.InsertChange).Bind(host.Id).Bind(Ticket.Value).Bind((long)_announced++).Bind(change.Kind.ToString()).Bind(change.Body()).Send();
    }

    public override T OneMoment<T>(Func<T> read)
    {
        _transaction = connection.BeginTransaction(IsolationLevel.Snapshot);
        var value = read();
        _transaction.Commit();
        End();
        // The level is the session's and would stay.
        using var command = connection.CreateCommand();
        command.CommandText = SqlServerTexts.ReadCommitted;
        command.ExecuteNonQuery();
        return value;
    }

    public override bool TryTakeTicket(long ticket) => Statement(SqlServerTexts.TakeTicket).Bind(host.Id).Bind(ticket).Run() > 0;

    public override void Begin()
    {
        _waiting.Clear();
        (_isWriting, _isAlone, Ticket, _announced) = (true, false, null, 0);
    }

    /// <remarks>Never called: each of its transactions is one write.</remarks>
    public override void WaitBriefly() => throw new NotSupportedException("On SQL Server no two writes share a transaction.");

    public override void Commit()
    {
        if (_waiting.Count > 0)
        {
            using var command = Take(counts: false, isLast: true);
            Send(command, static sent => sent.ExecuteNonQuery());
        }

        _transaction?.Commit();
        End();
    }

    public override void RollBack()
    {
        _waiting.Clear();
        // An error has ended the transaction on the server already; then there is no connection to it any more.
        if (_transaction?.Connection is not null)
        {
            _transaction.Rollback();
        }

        End();
    }

    /// <summary>To be sent with what comes next.</summary>
    public void Add(SqlServerStatement statement) => _waiting.Add(statement);

    /// <summary>Sends everything, this last.</summary>
    /// <returns>How many rows the last changed.</returns>
    public int Run(SqlServerStatement statement)
    {
        _waiting.Add(statement);
        using var command = Take(counts: true, isLast: false);
        return Math.Max(0, Send(command, static sent => sent.ExecuteNonQuery()));
    }

    /// <summary>Sends everything, this last, and reads its rows.</summary>
    public void Read(SqlServerStatement statement, Action<SqlDataReader> row)
    {
        _waiting.Add(statement);
        using var command = Take(counts: false, isLast: false);
        Send(command, sent =>
        {
            using var reader = sent.ExecuteReader();
            do
            {
                while (reader.Read())
                {
                    row(reader);
                }
            }
            // What comes after the rows may still be rows, or an error.
            while (reader.NextResult());

            return 0;
        });
    }

    public override void Dispose()
    {
        _transaction?.Dispose();
        connection.Dispose();
    }

    private void Lock(string name, string text)
    {
        var resource = name.Length <= LongestName ? name : Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
        var statement = new SqlServerStatement(this, text);
        statement.Bind(resource).Bind((long)busyTimeout.TotalMilliseconds).Send();
    }

    private void End()
    {
        _transaction?.Dispose();
        (_transaction, _isWriting) = (null, false);
    }

    private SqlCommand Take(bool counts, bool isLast)
    {
        // A message by itself is a transaction by itself; a write that goes on after an answer needs its transaction kept open.
        SendMany();
        if (_isWriting && !isLast && !_isAlone)
        {
            _transaction ??= connection.BeginTransaction();
        }

        var command = NewCommand();
        SqlServerMessage.Write(command, _waiting, isWhole: _isWriting && _transaction is null, counts);
        _waiting.Clear();
        _isAlone = false;
        return command;
    }

    /// <summary>What is too much for one message goes ahead of it.</summary>
    private void SendMany()
    {
        while (_waiting.Sum(statement => statement.Values.Count) > SqlServerMessage.MostValues)
        {
            _transaction ??= connection.BeginTransaction();
            var (count, values) = (0, 0);
            while (values + _waiting[count].Values.Count <= SqlServerMessage.MostValues)
            {
                values += _waiting[count++].Values.Count;
            }

            using var command = NewCommand();
            SqlServerMessage.Write(command, _waiting.GetRange(0, count), isWhole: false, counts: false);
            _waiting.RemoveRange(0, count);
            Send(command, static sent => sent.ExecuteNonQuery());
        }
    }

    private SqlCommand NewCommand()
    {
        var command = connection.CreateCommand();
        command.Transaction = _transaction;
        return command;
    }

    private static int Send(SqlCommand command, Func<SqlCommand, int> send)
    {
        try
        {
            return send(command);
        }
        catch (SqlException error) when (VerdictOf(error) is { } verdict)
        {
            throw new DemandUnmetException(verdict, error);
        }
    }

    private static CaseWriteVerdict? VerdictOf(SqlException error) =>
        (CaseWriteVerdict)(error.Number - SqlServerTexts.FirstUnmet) is var verdict && Enum.IsDefined(verdict) ? verdict : null;
}
