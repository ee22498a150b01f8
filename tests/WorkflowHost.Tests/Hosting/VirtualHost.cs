using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using WorkflowHost.Runtime.Outbox;
using WorkflowHost.Runtime.Staff;
using WorkflowHost.Runtime.Timers;
using WorkflowHost.Runtime.Triggers;
using WorkflowHost.Security;
using WorkflowHost.Security.ApiKeys;
using WorkflowHost.Sop.Staff;

namespace WorkflowHost.Tests.Hosting;

/// <summary>
/// The whole host in this process on a database file of its own, with a clock that stands still until it is moved.
/// Timers do not run by themselves: <see cref="AdvanceToAsync"/> fires them.
/// </summary>
public sealed partial class VirtualHost : WebApplicationFactory<Program>
{
    public static readonly TimeSpan China = TimeSpan.FromHours(8);

    private readonly string _folder = Directory.CreateTempSubdirectory("workflowhost-test-").FullName;
    private readonly Dictionary<string, string?> _settings = [];
    private int _hired;
    private IOutboxSender? _sender;

    public FakeTimeProvider Clock { get; private init; } = new(new DateTimeOffset(2026, 9, 29, 9, 0, 0, China));

    /// <summary>What the host printed for the operator.</summary>
    public StringWriter Console { get; } = new();

    public string DatabaseFile => Path.Combine(_folder, "test.db");

    public static VirtualHost At(DateTimeOffset start) => new() { Clock = new FakeTimeProvider(start) };

    public VirtualHost With(string key, string value)
    {
        _settings[key] = value;
        return this;
    }

    /// <summary>Sends the messages of its kinds in the place of the host's own sender.</summary>
    internal VirtualHost Sending(IOutboxSender sender)
    {
        _sender = sender;
        return this;
    }

    /// <summary>The one-time password of the first administrator, as printed.</summary>
    public string OneTimePassword()
    {
        _ = Services;
        return PrintedPassword().Match(Console.ToString()).Groups[1].Value;
    }

    /// <summary>A client signed in by API key as a new staff member with these roles.</summary>
    public async Task<HttpClient> ClientAsync(params string[] roles) => await ClientOfAsync(await HireAsync(roles));

    public async Task<HttpClient> ClientOfAsync(StaffMember member)
    {
        var (_, text) = await Services.GetRequiredService<ApiKeyRing>().IssueAsync("test", member.Id, null, CancellationToken.None);
        var client = CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });
        client.DefaultRequestHeaders.Add("X-Api-Key", text);
        client.DefaultRequestHeaders.AcceptLanguage.Add(new StringWithQualityHeaderValue("zh-CN"));
        return client;
    }

    /// <summary>A new active staff member with these roles and no account.</summary>
    public async Task<StaffMember> HireAsync(params string[] roles)
    {
        var id = StaffIds.New();
        var number = Interlocked.Increment(ref _hired);
        var member = new StaffMember(id, $"u{id}", $"员工{number}", $"A{number:0000}", [.. roles], null, [], true, null, 0);
        Assert.True((await Services.GetRequiredService<StaffDirectory>().SaveAsync(member, CancellationToken.None)).IsOk);
        return member;
    }

    /// <summary>A staff member who signs in by password.</summary>
    public async Task<StaffMember> HireAsync(string userName, string password, bool mustChange, params string[] roles)
    {
        var member = (await HireAsync(roles)) with { UserName = userName };
        await Services.GetRequiredService<StaffDirectory>().SaveAsync(member, CancellationToken.None);
        await using var scope = Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<AccountDesk>().CreateAsync(member, password, mustChange);
        return member;
    }

    /// <summary>Moves the clock on, firing every timer on the way at its own instant and sending what is then to be sent.</summary>
    public async Task AdvanceToAsync(DateTimeOffset instant)
    {
        var timers = Services.GetRequiredService<TimerDispatcher>();
        var schedules = Services.GetRequiredService<ScheduleDispatcher>();
        var outbox = Services.GetRequiredService<OutboxDispatcher>();
        await outbox.RunDueAsync();
        while (Earlier(timers.NextDue(), schedules.NextDue()) is { } due && due <= instant)
        {
            if (due > Clock.GetUtcNow())
            {
                Clock.SetUtcNow(due);
            }

            await timers.RunDueAsync();
            await schedules.RunDueAsync();
            await outbox.RunDueAsync();
        }

        Clock.SetUtcNow(instant);
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? a, DateTimeOffset? b) => a is null || b < a ? b : a;

    protected override IHost CreateHost(IHostBuilder builder)
    {
        builder.ConfigureHostConfiguration(configuration => configuration.AddInMemoryCollection(new Dictionary<string, string?>(_settings)
        {
            ["Database:File"] = _settings.GetValueOrDefault("Database:File", DatabaseFile),
            ["Timers:Run"] = _settings.GetValueOrDefault("Timers:Run", "false"),
            ["Designer:Folder"] = _settings.GetValueOrDefault("Designer:Folder", Repository.Studio),
            ["Workflows:Folder"] = _settings.GetValueOrDefault("Workflows:Folder", Path.Combine(Repository.Root, "workflows")),
        }));
        return base.CreateHost(builder);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.ConfigureLogging(logging => logging.ClearProviders());
        builder.ConfigureTestServices(services =>
        {
            services.AddSingleton<TimeProvider>(Clock);
            services.AddSingleton<TextWriter>(Console);
            if (_sender is not null)
            {
                services.AddSingleton(_sender);
            }
        });
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing && Directory.Exists(_folder))
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(_folder, recursive: true);
        }
    }

    [GeneratedRegex(@"one-time password\s+(\S+)")]
    private static partial Regex PrintedPassword();
}
