using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using WorkflowHost.Tests.Hosting;

namespace WorkflowHost.Tests.Architecture;

/// <summary>Holds the house together: who may know whom, how rooms are named, and what may not be written in them.</summary>
public sealed partial class ArrowTests
{
    private static readonly string Source = Path.Combine(Repository.Root, "src");

    /// <summary>The engine knows JSON, scripts and templates; only the shell knows a database or the web.</summary>
    [Theory]
    [InlineData("WorkflowHost.Engine", "")]
    [InlineData("WorkflowHost.Sop", "WorkflowHost.Engine")]
    [InlineData("WorkflowHost.Runtime", "WorkflowHost.Sop")]
    [InlineData("WorkflowHost", "WorkflowHost.Runtime")]
    public void Project_References_OnlyTheRoomBelow(string project, string below)
    {
        var file = XDocument.Load(Path.Combine(Source, project, $"{project}.csproj"));

        var references = file.Descendants("ProjectReference").Select(node => Path.GetFileNameWithoutExtension(node.Attribute("Include")!.Value));

        Assert.Equal(below.Length == 0 ? [] : [below], references);
    }

    [Theory]
    [InlineData("WorkflowHost.Engine")]
    [InlineData("WorkflowHost.Sop")]
    public void PureRoom_KnowsNoDatabaseNoWebNoFiles(string name)
    {
        string[] shell = ["Microsoft.EntityFrameworkCore", "Microsoft.AspNetCore", "Microsoft.Data", "Hangfire", "System.Net.Http", "System.Data", "MailKit"];

        var known = Assembly.Load(name).GetReferencedAssemblies().Select(reference => reference.Name!);

        Assert.DoesNotContain(known, reference => shell.Any(word => reference.StartsWith(word, StringComparison.Ordinal)));
    }

    [Fact]
    public void Folder_IsAConcept_NeverALayer()
    {
        string[] layers = ["Services", "Models", "Helpers", "Utils", "Common", "Managers", "Interfaces", "Dtos", "ViewModels", "Controllers", "Entities", "Repositories"];

        var found = Directory.EnumerateDirectories(Source, "*", SearchOption.AllDirectories)
            .Where(folder => !IsBuilt(folder) && layers.Contains(Path.GetFileName(folder), StringComparer.OrdinalIgnoreCase));

        Assert.Empty(found);
    }

    [Fact]
    public void Type_IsNamedByTheField_NotByItsMachinery()
    {
        var found = Sources().SelectMany(file => DeclaredType().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value))
            .Where(name => MachineryName().IsMatch(name));

        Assert.Empty(found);
    }

    /// <summary>The banned-symbols analyser sees calls; these are shapes of text it cannot see.</summary>
    [Theory]
    [InlineData(@"\bTODO\b|\bFIXME\b|\bHACK\b")]
    [InlineData(@"NotImplementedException")]
    [InlineData(@"\basync void\b(?! OnAfter)")]
    [InlineData(@"\.GetAwaiter\(\)\.GetResult\(\)")]
    [InlineData(@"Task\.Delay\([^,()]*(\([^()]*\))?[^,()]*\)")]
    [InlineData(@"(FromSqlRaw|ExecuteSqlRaw(Async)?|SqlQueryRaw)\(\s*\$""")]
    [InlineData(@"CommandText\s*=\s*\$""")]
    public void Source_HoldsNoBannedWords(string pattern)
    {
        var banned = new Regex(pattern, RegexOptions.CultureInvariant);

        var found = Sources().SelectMany(file => File.ReadLines(file)
            .Select((line, index) => (line, at: $"{Path.GetRelativePath(Repository.Root, file)}:{index + 1}"))
            .Where(entry => banned.IsMatch(entry.line))
            .Select(entry => $"{entry.at}: {entry.line.Trim()}"));

        Assert.Empty(found);
    }

    [Fact]
    public void Program_FitsAScreen() =>
        Assert.InRange(File.ReadLines(Path.Combine(Source, "WorkflowHost", "Program.cs")).Count(), 1, 59);

    private static IEnumerable<string> Sources() => Directory.EnumerateFiles(Source, "*.cs", SearchOption.AllDirectories)
        .Concat(Directory.EnumerateFiles(Source, "*.razor", SearchOption.AllDirectories))
        .Where(file => !IsBuilt(file) && !file.Contains("Migrations", StringComparison.Ordinal));

    private static bool IsBuilt(string path) =>
        path.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "node_modules");

    [GeneratedRegex(@"^\s*(?:public|internal|file)[\w\s]*?\b(?:class|record|struct|interface)\s+(\w+)", RegexOptions.Multiline)]
    private static partial Regex DeclaredType();

    [GeneratedRegex("(Manager|Helper|Helpers|Util|Utils|Utility|Impl|Dto)$")]
    private static partial Regex MachineryName();
}
