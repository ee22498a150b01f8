using System.Text;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Flowcharts;

namespace WorkflowHost.Conformance;

/// <summary>Our engine beside what stock Elsa 3.7.1 was recorded to do.</summary>
public sealed class ConformanceTests
{
    /// <summary>Recorded cases that need what is not built yet, with what that is. Every entry is a debt.</summary>
    private static readonly Dictionary<string, string> NotYet = new(StringComparer.Ordinal);

    public static TheoryData<string> RecordedCases => [.. CaseFolders.Names(CaseFolders.Recorded).Where(each => !NotYet.ContainsKey(each) && !KnownDifference.All.ContainsKey(each))];

    public static TheoryData<string> DifferentCases => [.. KnownDifference.All.Keys];

    public static TheoryData<string> OwnCases => [.. CaseFolders.Names(CaseFolders.Own)];

    [RecordedTheory]
    [MemberData(nameof(RecordedCases))]
    public void RecordedCase_RunHere_EqualsStock(string name) => Check(CaseFolders.Recorded!, name);

    [RecordedTheory]
    [MemberData(nameof(DifferentCases))]
    public void RecordedCase_WithDefectOfStock_DoesWhatWeDecided(string name)
    {
        var difference = KnownDifference.All[name];
        var (host, faults) = CaseHost.Run(CaseFile.Load(CaseFolders.Recorded!, name), IncidentStrategy.Fault);
        if (difference.FaultCode is { } code)
        {
            Assert.Contains(faults, each => each.Code == code && each.Line > 0);
            return;
        }

        Assert.Equal(difference.Lines, host!.Lines);
        Assert.Equal(difference.SubStatus, host.State.SubStatus.ToString());
    }

    [Theory]
    [MemberData(nameof(OwnCases))]
    public void OwnCase_RunHere_EqualsWhatIsWritten(string name) => Check(CaseFolders.Own, name);

    // What a designer saves without an edit must run as before.
    [RecordedTheory]
    [MemberData(nameof(RecordedCases))]
    public void RecordedCase_ThroughImportExportAndDesigner_EqualsStock(string name) => Check(CaseFolders.Recorded!, name, ThroughDesigner);

    [Theory]
    [MemberData(nameof(OwnCases))]
    public void OwnCase_ThroughImportExportAndDesigner_EqualsWhatIsWritten(string name) => Check(CaseFolders.Own, name, ThroughDesigner);

    public static TheoryData<string> TokenCases => [.. CaseFolders.Names(CaseFolders.Recorded).Where(each => CaseFile.Load(CaseFolders.Recorded!, each).StockByTokens is not null)];

    /// <summary>Where stock hangs without a bookmark we go on from there and end; where it throws there is nothing to compare.</summary>
    [RecordedTheory]
    [MemberData(nameof(TokenCases))]
    public void RecordedCase_RunByTokens_EqualsStockOrGoesOnWhereStockHangs(string name)
    {
        var file = CaseFile.Load(CaseFolders.Recorded!, name);
        var run = CaseHost.Run(file, IncidentStrategy.Fault, FlowchartMode.Tokens);
        var stock = file.StockByTokens!;
        var lines = (stock["lines"]?.AsArray() ?? []).Select(each => (string)each!).ToArray();

        // Of 088 the lines are the same, but stock completes the flowchart before the join that won.
        if (stock["lines"] is null || name.StartsWith("088", StringComparison.Ordinal) || ((string?)stock["subStatus"] == "Suspended" && stock["openBookmarks"]!.AsArray().Count == 0))
        {
            Assert.Equal("Finished", run.Host!.State.SubStatus.ToString());
            Assert.Equal(lines, run.Host.Lines.Take(lines.Length));
        }
        else
        {
            Equal(file, run, CaseComparison.Differences, stock);
        }
    }

    private static byte[] ThroughDesigner(byte[] json)
    {
        if (WorkflowDefinition.Read(json).Definition is not { } definition)
        {
            return json;
        }

        var exported = WorkflowDefinition.Read(definition.ToUtf8Json()).Definition!;
        Assert.True(CanonicalForm.AreEqual(definition.Document, exported.Document));
        var catalog = ActivityCatalog.Standard();
        var shown = new CompleteForm(type => catalog.Find(type) is not null).Of(exported.Document);
        Assert.True(CanonicalForm.AreEqual(new CompleteForm().Of(definition.Document), shown));
        return Encoding.UTF8.GetBytes(shown.ToJsonString());
    }

    private static void Check(string folder, string name, Func<byte[], byte[]>? rewrite = null)
    {
        var file = CaseFile.Load(folder, name) with { Rewrite = rewrite ?? (static json => json) };
        Equal(file, CaseHost.Run(file, IncidentStrategy.Fault), CaseComparison.Differences, file.Stock);
        if (file.StockContinuing is { } continuing)
        {
            Equal(file, CaseHost.Run(file, IncidentStrategy.ContinueWithIncidents), CaseComparison.Differences, continuing);
        }
    }

    private static void Equal(
        CaseFile file,
        (CaseHost? Host, IReadOnlyList<DefinitionFault> Faults) run,
        Func<System.Text.Json.Nodes.JsonObject, CaseHost, IReadOnlyList<string>> compare,
        System.Text.Json.Nodes.JsonObject stock)
    {
        Assert.True(run.Host is not null, $"{file.Name} does not compile:\n" + string.Join('\n', run.Faults));
        var differences = compare(stock, run.Host);
        Assert.True(differences.Count == 0, $"{file.Name}: {file.Expected["about"]}\n" + string.Join('\n', differences));
    }
}
