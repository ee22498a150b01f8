using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace WorkflowHost.Journeys;

/// <summary>
/// The host as an operator runs it: a process of its own, on a database file and a free loopback port. Disposing kills it,
/// which it must survive anyway.
/// </summary>
internal sealed partial class HostProcess : IDisposable
{
    private const int KeptLines = 400;

    /// <summary>Ample for a cold start on a loaded two-core machine; a host that needs longer is broken.</summary>
    private static readonly TimeSpan _startLimit = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly Queue<string> _lines = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool _isDisposed;

    private HostProcess(Process process) => _process = process;

    /// <summary>Loopback address; known after <see cref="ListenAsync"/>.</summary>
    public Uri Address => _address.Task.IsCompletedSuccessfully
        ? _address.Task.Result
        : throw new InvalidOperationException("The host does not listen yet.");

    public bool HasExited => _process.HasExited;

    /// <summary>Known once it has ended.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>The last lines the host printed.</summary>
    public string Output
    {
        get
        {
            lock (_lines)
            {
                return string.Join('\n', _lines);
            }
        }
    }

    /// <summary>Memory of the process now, in bytes.</summary>
    public long WorkingSet
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Processor time the process has used so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Begins a host; it does not listen yet.</summary>
    public static HostProcess Launch(string databaseFile, string workflowsFolder, params ReadOnlySpan<string> more) =>
        Launch(databaseFile, workflowsFolder, new Dictionary<string, string>(), more);

    /// <param name="variables">Of its environment, beside those of this process.</param>
    public static HostProcess Launch(string databaseFile, string workflowsFolder, IReadOnlyDictionary<string, string> variables, params ReadOnlySpan<string> more)
    {
        if (!File.Exists(Checkout.HostProgram))
        {
            throw new FileNotFoundException($"The host is not built. Expected {Checkout.HostProgram}; run: dotnet build -c {Checkout.Configuration} src/WorkflowHost");
        }

        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
            WorkingDirectory = Path.GetDirectoryName(databaseFile),
        };
        string[] arguments =
        [
            Checkout.HostProgram,
            "--urls", "http://127.0.0.1:0",
            "--Database:File", databaseFile,
            "--Workflows:Folder", workflowsFolder,
            .. more,
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        // What the machine sets for other programs must not move this one.
        start.Environment.Remove("ASPNETCORE_URLS");
        start.Environment.Remove("ASPNETCORE_HTTP_PORTS");
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["DOTNET_NOLOGO"] = "1";
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        var host = new HostProcess(new Process { StartInfo = start, EnableRaisingEvents = true });
        host.Run();
        return host;
    }

    /// <summary>Launches a host and returns when it is ready to work.</summary>
    public static async Task<HostProcess> StartAsync(string databaseFile, string workflowsFolder, CancellationToken cancellation, params string[] more)
    {
        var host = Launch(databaseFile, workflowsFolder, more);
        try
        {
            await host.ListenAsync(cancellation);
            return host;
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    /// <summary>Returns when the host listens and calls itself ready.</summary>
    /// <exception cref="InvalidOperationException">It ended instead; the message holds what it printed.</exception>
    /// <exception cref="TimeoutException">It did neither in two minutes.</exception>
    public async Task ListenAsync(CancellationToken cancellation)
    {
        try
        {
            var address = await _address.Task.WaitAsync(_startLimit, TimeProvider.System, cancellation);
            await BecomeReadyAsync(address, cancellation);
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"The host was not ready after {_startLimit}. It printed:\n{Output}", late);
        }
    }

    /// <summary>Asks it to end in order (SIGTERM), and waits until it has.</summary>
    /// <returns>How long it took.</returns>
    /// <exception cref="TimeoutException">It has not ended within the time.</exception>
    public async Task<TimeSpan> StopAsync(TimeSpan limit)
    {
        var began = Stopwatch.GetTimestamp();
        using (var signal = Process.Start("/bin/sh", ["-c", "kill -TERM $0", _process.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await signal.WaitForExitAsync();
        }

        await _process.WaitForExitAsync().WaitAsync(limit);
        return Stopwatch.GetElapsedTime(began);
    }

    /// <summary>Ends the process at once (SIGKILL): it can neither finish nor clean up anything.</summary>
    public void Kill()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        Kill();
        _process.Dispose();
    }

    [GeneratedRegex(@"Now listening on: (http://\S+)")]
    private static partial Regex Listening();

    private static async Task BecomeReadyAsync(Uri address, CancellationToken cancellation)
    {
        using var http = new HttpClient { BaseAddress = address, Timeout = _startLimit };
        for (var attempt = 0; ; attempt++)
        {
            using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative), cancellation);
            if (answer.IsSuccessStatusCode)
            {
                return;
            }

            if (attempt == 100)
            {
                throw new TimeoutException($"/health/ready still says {await answer.Content.ReadAsStringAsync(cancellation)}.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellation);
        }
    }

    private void Run()
    {
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => Read(line.Data);
        _process.Exited += (_, _) => _address.TrySetException(new InvalidOperationException($"The host ended with code {_process.ExitCode}. It printed:\n{Output}"));
        _process.Start();
        _process.StandardInput.Close();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private void Read(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_lines)
        {
            _lines.Enqueue(line);
            while (_lines.Count > KeptLines)
            {
                _lines.Dequeue();
            }
        }

        if (Listening().Match(line) is { Success: true } match)
        {
            _address.TrySetResult(new Uri(match.Groups[1].Value));
        }
    }
}
