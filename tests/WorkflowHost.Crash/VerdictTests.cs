using Microsoft.Data.Sqlite;

namespace WorkflowHost.Crash;

/// <summary>A check that cannot fail proves nothing: each kind of broken promise, made by hand, must be found.</summary>
public sealed class VerdictTests : IDisposable
{
    private const string Schema = """
        CREATE TABLE cases (id TEXT PRIMARY KEY, definition_id TEXT, version INTEGER, state BLOB);
        CREATE TABLE timeline (case_id TEXT, sequence INTEGER, at INTEGER, actor_id TEXT, kind TEXT, args TEXT);
        CREATE TABLE tasks (case_id TEXT, id TEXT, status TEXT, assignee_id TEXT, completed_by TEXT, outcome TEXT, version INTEGER);
        CREATE TABLE timers (case_id TEXT, timer_id TEXT, due_at INTEGER, failures INTEGER);
        CREATE TABLE clocks (case_id TEXT, id TEXT, status TEXT, due_at INTEGER);
        CREATE TABLE revisits (case_id TEXT, id TEXT, status TEXT, attempt_count INTEGER);
        CREATE TABLE commands (case_id TEXT, key TEXT, actor_id TEXT, case_version INTEGER);
        """;

    /// <summary>A complaint with a note and a completed task, its ladder told once on time; and a pulse with two of its beats.</summary>
    private const string Sound = """
        INSERT INTO cases VALUES ('c1', 'complaint', 4, '{"case":{"version":4,"timeline":4,"timers":[{"id":"t1","dueAt":"1970-01-01T00:01:00+00:00"}],"clocks":[{"id":"k1","status":"Running","dueAt":"1970-01-01T00:02:00+00:00"}]}}');
        INSERT INTO timeline VALUES ('c1', 1, 1000, 'me', 'case.opened', NULL), ('c1', 2, 2000, 'me', 'note.added', '{"text":"note a"}'), ('c1', 3, 3000, 'me', 'task.completed', NULL),
            ('c1', 4, 5000, 'system', 'ladder.fired', '{"clock":"nat","step":"50","firedAt":"1970-01-01T00:00:05+00:00","deliveredAt":"1970-01-01T00:00:05+00:00"}');
        INSERT INTO tasks VALUES ('c1', 'task', 'Completed', 'me', 'me', 'done', 2);
        INSERT INTO timers VALUES ('c1', 't1', 60000, 0);
        INSERT INTO clocks VALUES ('c1', 'k1', 'Running', 120000), ('c1', 'k0', 'Stopped', 1);
        INSERT INTO commands VALUES ('c1', 'open', 'me', 1), ('c1', 'note', 'me', 2), ('c1', 'complete', 'me', 3), ('p1', 'pulse', 'me', 1);
        INSERT INTO cases VALUES ('p1', 'crash-pulse', 3, '{"case":{"version":3,"timeline":4,"timers":[{"id":"b1","dueAt":"1970-01-01T00:00:05.5+00:00"}]}}');
        INSERT INTO timeline VALUES ('p1', 1, 1000, 'me', 'case.opened', NULL), ('p1', 2, 1000, 'system', 'stage.entered', '{"stage":"beat-0"}'),
            ('p1', 3, 2500, 'system', 'stage.entered', '{"stage":"beat-1"}'), ('p1', 4, 4000, 'system', 'stage.entered', '{"stage":"beat-2"}');
        INSERT INTO timers VALUES ('p1', 'b1', 5500, 0);
        """;

    private readonly string _file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".db");

    [Fact]
    public void Verdict_SoundFile_FindsNoFault()
    {
        var verdict = Judge(string.Empty);

        Assert.Empty(verdict.Faults);
        Assert.Equal(3, verdict.TimersFired);
    }

    [Theory]
    [InlineData("DELETE FROM commands WHERE key = 'note'", "lost")]
    [InlineData("DELETE FROM cases WHERE id = 'c1'; DELETE FROM timeline WHERE case_id = 'c1'; DELETE FROM tasks; DELETE FROM timers WHERE case_id = 'c1'; DELETE FROM clocks; DELETE FROM commands WHERE case_id = 'c1'", "lost: case c1")]
    [InlineData("UPDATE tasks SET status = 'Open'", "lost")]
    [InlineData("UPDATE tasks SET completed_by = 'other'", "lost")]
    [InlineData("DELETE FROM timeline WHERE kind = 'note.added'", "the notes stored are not the notes acknowledged")]
    [InlineData("INSERT INTO timeline VALUES ('c1', 5, 9000, 'me', 'note.added', '{\"text\":\"note a\"}')", "the notes stored are not the notes acknowledged")]
    [InlineData("INSERT INTO timeline VALUES ('c1', 5, 9000, 'me', 'task.completed', NULL)", "task.completed entries")]
    [InlineData("INSERT INTO commands VALUES ('c1', 'stray', 'me', 4)", "untold")]
    [InlineData("UPDATE commands SET case_id = 'p1', case_version = 2 WHERE key = 'note'", "moved")]
    [InlineData("UPDATE commands SET case_version = 2 WHERE key = 'complete'", "two commands claim one version")]
    [InlineData("UPDATE cases SET version = 3 WHERE id = 'c1'", "version")]
    [InlineData("DELETE FROM timers WHERE case_id = 'c1'", "timers: the state has [t1@60000], the rows have []")]
    [InlineData("UPDATE timers SET due_at = 61000 WHERE case_id = 'c1'", "timers")]
    [InlineData("UPDATE timers SET failures = 1 WHERE case_id = 'c1'", "failed 1 times")]
    [InlineData("UPDATE clocks SET status = 'Stopped'", "live clocks")]
    [InlineData("UPDATE timeline SET at = 4999 WHERE kind = 'ladder.fired'", "early")]
    [InlineData("INSERT INTO timeline SELECT case_id, 5, at, actor_id, kind, args FROM timeline WHERE kind = 'ladder.fired'", "doubled")]
    [InlineData("DELETE FROM timeline WHERE case_id = 'c1' AND sequence = 1", "timeline entries")]
    [InlineData("UPDATE timeline SET at = 3900 WHERE case_id = 'p1' AND sequence = 4", "early")]
    [InlineData("UPDATE timeline SET args = '{\"stage\":\"beat-1\"}' WHERE case_id = 'p1' AND sequence = 4", "the beats are")]
    [InlineData("DELETE FROM timers WHERE case_id = 'p1'", "missing")]
    public void Verdict_TamperedFile_NamesTheBrokenPromise(string tampering, string named) =>
        Assert.Contains(Judge(tampering).Faults, fault => fault.Contains(named, StringComparison.Ordinal));

    public void Dispose() => File.Delete(_file);

    private Verdict Judge(string tampering)
    {
        Execute(Schema + Sound + tampering);
        var ledger = new Ledger();
        ledger.Record(new Acknowledged("open", "me", CommandKind.Open, "c1", string.Empty, null, 1));
        ledger.Record(new Acknowledged("note", "me", CommandKind.Note, "c1", "note a", null, 2));
        ledger.Record(new Acknowledged("complete", "me", CommandKind.Complete, "c1", "task", "done", 1));
        ledger.Record(new Acknowledged("pulse", "me", CommandKind.Pulse, "p1", string.Empty, null, 1));
        using var stored = new StoredCases(_file);
        return Verdict.On(ledger, stored);
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _file, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
