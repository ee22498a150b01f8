using System.ComponentModel.DataAnnotations;
using Microsoft.Data.SqlClient;
using Microsoft.Extensions.Options;
using Npgsql;
using WorkflowHost.Runtime.Outbox;

namespace WorkflowHost.Runtime;

/// <summary>Checks the options at start and names every fault at once, each with its key.</summary>
internal sealed class RuntimeOptionsValidation : IValidateOptions<RuntimeOptions>
{
    /// <summary>Share of the lease: well below <see cref="OutboxDispatcher.ShareOfLease"/>, which begins before it, or no call would ever end by its own timeout.</summary>
    private const double LongestCall = 0.7;

    public ValidateOptionsResult Validate(string? name, RuntimeOptions options)
    {
        var faults = new List<string>();
        Check(options, string.Empty, faults);
        Check(options.Archive, "Archive:", faults);
        faults.AddRange(options.Archive.Faults(options.RepeatWindow));
        foreach (var (kind, ofKind) in options.OutboxKinds)
        {
            Check(ofKind, $"OutboxKinds:{kind}:", faults);
        }

        Check(options.Mail, "Mail:", faults);
        Check(options.Http, "Http:", faults);
        Within(nameof(options.BusyTimeout), options.BusyTimeout, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(1), faults);
        Within(nameof(options.Lease), options.Lease, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), faults);
        Within(nameof(options.IdempotencyKept), options.IdempotencyKept, TimeSpan.FromHours(1), TimeSpan.FromDays(365), faults);
        Within(nameof(options.RepeatWindow), options.RepeatWindow, TimeSpan.FromDays(1), TimeSpan.FromDays(3660), faults);
        Within("Http:Timeout", options.Http.Timeout, TimeSpan.FromMilliseconds(100), options.Lease * LongestCall, faults);
        if (options.Sms.Url is { } url && (!url.IsAbsoluteUri || url.Scheme is not ("http" or "https")))
        {
            faults.Add("Sms:Url: expected an absolute http or https address.");
        }

        if (ConnectionFault(options) is { } fault)
        {
            faults.Add("Database:ConnectionString: " + fault);
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static string? ConnectionFault(RuntimeOptions options)
    {
        var example = options.Provider == DatabaseProvider.SqlServer
            ? "Server=db.example.com;Database=workflowhost;User ID=workflowhost;Password=…;Encrypt=True"
            : "Host=db.example.com;Database=workflowhost;Username=workflowhost;Password=…";
        try
        {
            var isComplete = options.Provider switch
            {
                DatabaseProvider.Postgres => new NpgsqlConnectionStringBuilder(options.ConnectionString) is { Host.Length: > 0, Database.Length: > 0 },
                DatabaseProvider.SqlServer => new SqlConnectionStringBuilder(options.ConnectionString) is { DataSource.Length: > 0, InitialCatalog.Length: > 0 },
                _ => true,
            };
            return isComplete ? null : $"expected a server and a database, for instance {example}.";
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or FormatException or KeyNotFoundException)
        {
            // The text itself is not repeated: it may hold a password.
            return $"cannot be read ({unreadable.Message}); expected for instance {example}.";
        }
    }

    private static void Check(object part, string prefix, List<string> faults)
    {
        var results = new List<ValidationResult>();
        if (!Validator.TryValidateObject(part, new ValidationContext(part), results, validateAllProperties: true))
        {
            faults.AddRange(results.Select(r => $"{prefix}{string.Join(',', r.MemberNames)}: {r.ErrorMessage}"));
        }
    }

    private static void Within(string key, TimeSpan value, TimeSpan least, TimeSpan most, List<string> faults)
    {
        if (value < least || value > most)
        {
            faults.Add($"{key}: expected {least} to {most}, found {value}.");
        }
    }
}
