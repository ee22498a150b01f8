using System.Globalization;
using System.Text;
using WorkflowHost.Journeys;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Sop.Staff;

namespace WorkflowHost.Bench.Stores;

/// <summary>Inbox, search and board over many open tasks: what a person waits for when a page opens.</summary>
internal static class ListBench
{
    private const int Calls = 60;

    public static async Task<int> RunAsync(int tasks)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"# Lists over {tasks:N0} open tasks, {TimeProvider.System.GetUtcNow():yyyy-MM-dd}").AppendLine();
        text.AppendLine($"Machine: {MachineLine.Text}").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"`dotnet run -c Release --project bench/WorkflowHost.Bench -- lists {tasks}`").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"{tasks:N0} cases with one open task and one running clock each, put in by bare SQL; one in a thousand is the asker's own, one in twenty-one may be claimed by them. {Calls} calls each, after five; the runtime in one process, no HTTP.").AppendLine();
        text.AppendLine("| database | inbox p50 ms | p95 ms | newest cases p50 | p95 | by number p50 | p95 | by whole name p50 | p95 | by part of a name p50 | p95 | board p50 | p95 |").AppendLine("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var isServer in BenchDatabase.Kinds)
        {
            using var database = BenchDatabase.Create(isServer);
            await using (await BenchRuntime.StartAsync(database))
            {
                // Makes the schema.
            }

            Console.WriteLine($"{database.Kind}, {tasks} tasks …");
            foreach (var statement in Seeds(isServer, tasks))
            {
                database.Execute(statement);
            }

            await using var runtime = await BenchRuntime.StartAsync(database);
            var queries = runtime.Get<CaseQueries>();
            // Who supervises the desk and works there too; with each further role the inbox is one index range more.
            var asker = BenchRuntime.Owner with { Roles = [StaffRoles.Agent, StaffRoles.Handler, StaffRoles.TeamLead] };
            Func<int, Task>[] lists =
            [
                _ => queries.InboxAsync(asker, new()),
                _ => queries.CasesAsync(new(), asker),
                n => queries.CasesAsync(new(Text: string.Create(CultureInfo.InvariantCulture, $"TS-{(n * 7919) % tasks}")), asker),
                n => queries.CasesAsync(new(Text: string.Create(CultureInfo.InvariantCulture, $"客户{(n * 7919) % tasks}")), asker),
                n => queries.CasesAsync(new(Text: string.Create(CultureInfo.InvariantCulture, $"户{(n * 7919) % tasks}")), asker),
                _ => queries.BoardAsync(asker, new()),
            ];
            text.Append(CultureInfo.InvariantCulture, $"| {database.Kind} |");
            foreach (var list in lists)
            {
                var (warm, calls) = (new Latencies(), new Latencies());
                for (var n = 1; n <= Calls + 5; n++)
                {
                    var at = n;
                    await (n <= 5 ? warm : calls).TimeAsync(() => list(at));
                }

                text.Append(CultureInfo.InvariantCulture, $" {calls.Ms(0.5):0.0} | {calls.Ms(0.95):0.0} |");
            }

            text.AppendLine();
        }

        text.AppendLine().AppendLine(Shared.Note());
        await ResultFile.KeepAsync(string.Create(CultureInfo.InvariantCulture, $"lists-{tasks}"), text.ToString());
        return 0;
    }

    private static string[] Seeds(bool isServer, int count)
    {
        var series = isServer
            ? $"FROM generate_series(1, {count}) AS s (n)"
            : $"FROM s";
        var head = isServer ? string.Empty : $"WITH RECURSIVE s (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {count}) ";
        var (no, empty, bits) = isServer ? ("false", "'\\x7b7d'::bytea", "::bigint") : ("0", "x'7b7d'", string.Empty);
        return
        [
            $"""
            {head} INSERT INTO cases (id, number, definition_id, definition_version, version, status, stage, title, customer_name, severity, opened_at, next_due_at, next_due_clock,
                next_due_started_at, is_provisional, incident_count, updated_at, is_plain, sub_status, state)
            SELECT 'c' || n, 'TS-' || n, 'complaint', 1, 1, 'Open', 'analysis', '理赔时效投诉', '客户' || n, n % 4 + 1, 1790000000000 + n{bits} * 1000,
                1800000000000 + n{bits} * 7919 % 1000000 * 1000, 'finish-wd10', 1790000000000, {no}, 0, 1790000000000, {no}, 'Suspended', {empty} {series}
            """,
            $"""
            {head} INSERT INTO tasks (id, case_id, activity_id, name, stage, form_id, role, status, assignee_id, assignee_name, clock_id, created_at, version, case_due_at)
            SELECT 't' || n, 'c' || n, 'analysis', '分析', 'analysis', 'complaint-analysis', CASE WHEN n % 20 = 0 THEN 'agent' ELSE 'handler' END, 'Open',
                CASE WHEN n % 1000 = 0 THEN '{BenchRuntime.Owner.Id}' WHEN n % 20 = 0 THEN NULL ELSE 'staff' || n % 500 END, NULL, 'k' || n, 1790000000000 + n{bits} * 1000, 1, 1800000000000 + n{bits} * 7919 % 1000000 * 1000 {series}
            """,
            $"""
            {head} INSERT INTO clocks (id, case_id, policy_id, kind, status, started_at, due_at, target_at, is_provisional)
            SELECT 'k' || n, 'c' || n, 'finish-wd10', 'Statutory', 'Running', 1790000000000, 1800000000000 + n{bits} * 7919 % 1000000 * 1000,
                1800000000000 + n{bits} * 7919 % 1000000 * 1000, {no} {series}
            """,
            isServer ? "ANALYZE" : "ANALYZE; PRAGMA wal_checkpoint(TRUNCATE)",
        ];
    }
}
