using Microsoft.Data.Sqlite;

namespace WorkflowHost.Bench.Complaints;

/// <summary>Bytes a case takes in the file, indexes and all, measured on a compact copy of the whole file.</summary>
/// <param name="Waiting">A complaint just opened, its first task waiting.</param>
/// <param name="Closed">A complaint closed after all steps; its revisit is planned and its review window still runs.</param>
/// <param name="ClosedState">Of it, the stored state alone.</param>
internal sealed record CaseSizes(double Waiting, double Closed, double ClosedState, int Cases)
{
    /// <param name="keep">Where the file with the closed cases is copied to, for the floor to take its rows from.</param>
    public static async Task<CaseSizes> MeasureAsync(int cases, string keep)
    {
        using var host = await BenchHost.StartAsync(callers: 8);
        var empty = Compact(host.DatabaseFile, keep);
        await ShareAsync(host.Callers, cases, caller => caller.TakeOneToClosingAsync());
        var closed = Compact(host.DatabaseFile, keep);
        var state = AverageState(keep);
        await ShareAsync(host.Callers, cases, caller => caller.OpenAsync());
        var waitingToo = Compact(host.DatabaseFile, Path.ChangeExtension(keep, "waiting"));
        return new CaseSizes((waitingToo - closed) / (double)cases, (closed - empty) / (double)cases, state, cases);
    }

    private static async Task ShareAsync(IReadOnlyList<Caller> callers, int cases, Func<Caller, Task> work)
    {
        var left = cases;
        await Task.WhenAll(callers.Select(async caller =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                await work(caller);
            }
        }));
    }

    private static long Compact(string file, string copy)
    {
        File.Delete(copy);
        using var connection = Open(file);
        using var command = connection.CreateCommand();
        command.CommandText = "VACUUM INTO $copy";
        command.Parameters.AddWithValue("$copy", copy);
        command.ExecuteNonQuery();
        return new FileInfo(copy).Length;
    }

    private static double AverageState(string file)
    {
        using var connection = Open(file);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT avg(length(state)) FROM cases";
        return (double)command.ExecuteScalar()!;
    }

    private static SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }
}
