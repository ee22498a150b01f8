using System.Diagnostics;
using WorkflowHost.Tests.Hosting;

namespace WorkflowHost.Tests.Starting;

/// <summary>The host as the operator starts it: a process with arguments, an exit code and two streams.</summary>
public sealed class HostProcessTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("workflowhost-process-").FullName;

    [Fact]
    public async Task Migrate_EmptyFolder_MakesTheDatabaseAndEnds()
    {
        var (exitCode, _, errors) = await RunAsync("--migrate", $"--Workflows:Folder={Path.Combine(Repository.Root, "workflows")}");

        Assert.True(exitCode == 0, errors);
        Assert.True(File.Exists(Path.Combine(_folder, "data", "workflowhost.db")));
    }

    [Fact]
    public async Task Start_BrokenPack_ListsEveryFaultOfEveryFileAndServesNothing()
    {
        var pack = Path.Combine(_folder, "workflows");
        CopyPack(pack);
        await File.WriteAllTextAsync(Path.Combine(pack, "complaint.json"), "{\n  \"definitionId\": \"complaint\",\n  \"root\": 7\n}");
        await File.WriteAllTextAsync(Path.Combine(pack, "forms", "complaint-open.json"), "{ \"kind\": \"form\", }");

        var (exitCode, output, errors) = await RunAsync();

        Assert.Equal(1, exitCode);
        Assert.Contains("complaint.json:3:", errors, StringComparison.Ordinal);
        Assert.Contains("forms/complaint-open.json:1:", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Now listening", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled exception", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithoutAPack_SaysHowToNameOne()
    {
        var (exitCode, _, errors) = await RunAsync("--Workflows:Folder=nowhere");

        Assert.Equal(1, exitCode);
        Assert.Contains("Workflows:Folder", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled exception", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_DatabaseThatIsNone_SaysWhichFile()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "broken.db"), new string('x', 8192));

        var (exitCode, _, errors) = await RunAsync("--Database:File=broken.db", $"--Workflows:Folder={Path.Combine(Repository.Root, "workflows")}");

        Assert.Equal(1, exitCode);
        Assert.Contains("broken.db", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled exception", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("postgres", "Host=127.0.0.1;Port=1;Database=cases;Username=wfh;Password=geheim", "The database cases on 127.0.0.1:1 cannot be used")]
    [InlineData("sqlserver", "Server=tcp:127.0.0.1,1;Database=cases;User ID=wfh;Password=geheim;Connect Timeout=5", "The database cases on tcp:127.0.0.1,1 cannot be used")]
    public async Task Start_ServerIsAway_SaysWhichAndKeepsThePassword(string provider, string connection, string says)
    {
        var (exitCode, _, errors) = await RunAsync(
            $"--Database:Provider={provider}", $"--Database:ConnectionString={connection}", $"--Workflows:Folder={Path.Combine(Repository.Root, "workflows")}");

        Assert.Equal(1, exitCode);
        Assert.Contains(says, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled exception", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrate_FileOfAHostAtWork_IsRefusedAndLeavesItAlone()
    {
        // As a host holds it.
        await using var held = new FileStream(Path.Combine(_folder, "held.db.host"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

        var (exitCode, _, errors) = await RunAsync("--migrate", "--Database:File=held.db", $"--Workflows:Folder={Path.Combine(Repository.Root, "workflows")}");

        Assert.Equal(1, exitCode);
        Assert.Contains("Another host works on", errors, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder, "held.db")));
    }

    [Fact]
    public async Task Start_FolderOfTheDatabaseCannotBeMade_SaysWhich()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "taken"), "a file");

        var (exitCode, _, errors) = await RunAsync("--Database:File=taken/wfh.db", $"--Workflows:Folder={Path.Combine(Repository.Root, "workflows")}");

        Assert.Equal(1, exitCode);
        Assert.Contains(Path.Combine(_folder, "taken") + " of the database cannot be made", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled exception", errors, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = _folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "WorkflowHost.dll"));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }

        return (process.ExitCode, await output, await errors);
    }

    private static void CopyPack(string to)
    {
        var from = Path.Combine(Repository.Root, "workflows");
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
