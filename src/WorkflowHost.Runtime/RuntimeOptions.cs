using System.ComponentModel.DataAnnotations;
using WorkflowHost.Engine.Flowcharts;
using WorkflowHost.Runtime.Archive;
using WorkflowHost.Runtime.CustomerLinks;

namespace WorkflowHost.Runtime;

/// <summary>How the runtime is set up. Checked at start, every fault with its key.</summary>
public sealed class RuntimeOptions
{
    /// <summary>What keeps everything.</summary>
    public DatabaseProvider Provider { get; set; }

    /// <summary>How the server is reached, in the words of its provider: <c>Host=db;Database=workflowhost;Username=…;Password=…</c>. Not for SQLite.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>Writes a host has under way at once on a server; SQLite has one writer.</summary>
    [Range(1, 64)]
    public int Writers { get; set; } = 16;

    /// <summary>The SQLite file; created with its folder when absent.</summary>
    [Required]
    public string DatabaseFile { get; set; } = "data/workflowhost.db";

    /// <summary>The SOP pack: workflows at its top, forms, policies, calendars and notices below.</summary>
    [Required]
    public string WorkflowsFolder { get; set; } = "workflows";

    /// <summary>False: nothing fires by itself; a test or a simulation calls the dispatchers.</summary>
    public bool RunTimers { get; set; } = true;

    /// <summary>How long a write waits for a lock another process holds, 1 ms to 1 minute.</summary>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a claimed timer or message belongs to its claimer.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Timers and messages claimed at once.</summary>
    [Range(1, 10_000)]
    public int ClaimBatch { get; set; } = 64;

    /// <summary>A message that failed so often waits for a person. Tries come an hour apart at last: 34 of them outlive a receiver that is down for a day.</summary>
    [Range(1, 100)]
    public int OutboxTries { get; set; } = 34;

    /// <summary>Failures after which those who see to it are told of a message that is tried on; none where it has no more tries than these.</summary>
    [Range(1, 100)]
    public int OutboxTellAfter { get; set; } = 10;

    /// <summary>What differs for one kind of message: <c>sms</c>, <c>mail</c>, <c>http</c>….</summary>
    public Dictionary<string, OutboxKindOptions> OutboxKinds { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Cases kept ready in memory; each takes some ten kilobytes.</summary>
    [Range(0, 1_000_000)]
    public int CachedCases { get; set; } = 2_000;

    /// <summary>How long an idempotency key is remembered.</summary>
    public TimeSpan IdempotencyKept { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How far back another case of the same contact or policy counts as a repeat; our default, the regulation names no period.</summary>
    public TimeSpan RepeatWindow { get; set; } = TimeSpan.FromDays(180);

    /// <summary>How flowcharts run whose definition does not say; those under way go on as they began.</summary>
    public FlowchartMode FlowchartMode { get; set; }

    /// <summary>True: a definition is published by a second process owner, who has read what changes. Files loaded at start are not asked for.</summary>
    public bool FourEyes { get; set; }

    public ArchiveOptions Archive { get; } = new();

    public CustomerLinkOptions CustomerLinks { get; } = new();

    public MailOptions Mail { get; } = new();

    public SmsOptions Sms { get; } = new();

    public HttpOptions Http { get; } = new();
}

/// <summary>How long messages of one kind are tried.</summary>
public sealed class OutboxKindOptions
{
    /// <summary>Null: <see cref="RuntimeOptions.OutboxTries"/>.</summary>
    [Range(1, 100)]
    public int? Tries { get; set; }

    /// <summary>Null: <see cref="RuntimeOptions.OutboxTellAfter"/>.</summary>
    [Range(1, 100)]
    public int? TellAfter { get; set; }
}

/// <summary>The databases the host can work on.</summary>
public enum DatabaseProvider
{
    /// <summary>A file, nothing to install, for one host.</summary>
    Sqlite,

    /// <summary>A server for any number of hosts, version 13 or later.</summary>
    Postgres,

    /// <summary>A server for any number of hosts, 2019 or later, or Azure SQL.</summary>
    SqlServer,
}

/// <summary>The mail server. Without a host, mails are held and shown as such.</summary>
public sealed class MailOptions
{
    public string? Host { get; set; }

    [Range(1, 65_535)]
    public int Port { get; set; } = 587;

    /// <summary>False only for a relay on the same machine or in a test.</summary>
    public bool UseTls { get; set; } = true;

    public string? User { get; set; }

    public string? Password { get; set; }

    /// <summary>The address customers see.</summary>
    public string? From { get; set; }

    public string? FromName { get; set; }
}

/// <summary>An SMS gateway that takes HTTP. Without a URL, messages are held and shown as such.</summary>
public sealed class SmsOptions
{
    public Uri? Url { get; set; }

    /// <summary>The body; <c>{to}</c> and <c>{text}</c> are replaced by JSON-escaped values.</summary>
    public string Body { get; set; } = """{"to":"{to}","text":"{text}"}""";

    public Dictionary<string, string> Headers { get; } = [];
}

/// <summary>Calls of workflows to other systems.</summary>
public sealed class HttpOptions
{
    /// <summary>Hosts that may be called, <c>crm.example.com</c>; others are held, since a definition must not reach into the network at will.</summary>
    public HashSet<string> AllowedHosts { get; } = new(StringComparer.OrdinalIgnoreCase);

    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>The longest answer a step of a workflow takes in; a longer one fails the request.</summary>
    [Range(1, 64 * 1024 * 1024)]
    public int LargestAnswerBytes { get; set; } = 1024 * 1024;

    /// <summary>How often a request is sent that finds no connection; one that may have arrived is never sent again.</summary>
    [Range(1, 100)]
    public int ConnectTries { get; set; } = 5;
}
