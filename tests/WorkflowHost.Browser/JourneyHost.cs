using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WorkflowHost.Journeys;

namespace WorkflowHost.Browser;

/// <summary>The whole host behind a real socket on a free loopback port, on a file of its own, at a time of the journey's choice.</summary>
internal sealed class JourneyHost : WebApplicationFactory<Program>
{
    private readonly JourneyFolder _folder;
    private readonly bool _isFolderOwn;
    private readonly bool _needsSecondPair;
    private readonly StringWriter _printed = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="folder">What a host of the journey had before this one; null for a new installation, which goes with the host.</param>
    /// <param name="needsSecondPair">Publishing needs a second process owner.</param>
    public JourneyHost(DateTimeOffset start, JourneyFolder? folder = null, bool needsSecondPair = false)
    {
        (_folder, _isFolderOwn, _needsSecondPair) = (folder ?? new JourneyFolder(), folder is null, needsSecondPair);
        Time = new ShiftedTime(start);
        UseKestrel();
        StartServer();
    }

    public ShiftedTime Time { get; }

    /// <exception cref="InvalidOperationException">The host refused to start.</exception>
    public Uri Address => new(Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.FirstOrDefault()
        ?? throw new InvalidOperationException("The host did not start; why is on the error stream."));

    public Task<Administrator> AdministratorAsync() => Administrator.SignInAsync(Address, _printed.ToString(), CancellationToken.None);

    /// <summary>Returns once the next host may work on the same folder.</summary>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _ended.Task;
    }

    protected override IHost CreateHost(IHostBuilder builder)
    {
        builder.ConfigureHostConfiguration(configuration => configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["urls"] = "http://127.0.0.1:0",
            ["Database:File"] = _folder.Database,
            ["Workflows:Folder"] = _folder.Workflows,
            ["Runtime:FourEyes"] = _needsSecondPair ? "true" : "false",
            // The test's own output has no copy of the designer's ninety megabytes.
            ["Designer:Folder"] = Checkout.Studio,
        }));
        return base.CreateHost(builder);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment(Environments.Production);
        builder.ConfigureLogging(logging => logging.ClearProviders());
        builder.ConfigureTestServices(services =>
        {
            services.AddSingleton<TimeProvider>(Time);
            services.AddSingleton<TextWriter>(_printed);
            services.AddSingleton<IHostLifetime>(_ => new HostEnd(_ended));
        });
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        // Called twice: a factory's disposal disposes it.
        if (disposing)
        {
            _printed.Dispose();
            if (_isFolderOwn)
            {
                _folder.Dispose();
            }
        }
    }
}
