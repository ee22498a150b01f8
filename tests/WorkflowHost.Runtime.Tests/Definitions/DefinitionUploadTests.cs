using System.IO.Compression;
using System.Text;
using WorkflowHost.Runtime.Definitions;

namespace WorkflowHost.Runtime.Tests.Definitions;

public sealed class DefinitionUploadTests
{
    private const string Sound = """{"definitionId":"a","root":{"id":"r","type":"Elsa.Flowchart"}}""";

    [Fact]
    public async Task File_WithAByteOrderMark_IsRead()
    {
        var read = Assert.Single(await ReadAsync(new(), "a.json", [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(Sound)]));

        Assert.Equal("a", (string?)read.Document!["definitionId"]);
    }

    [Theory]
    [InlineData("{}", "definitionId")]
    [InlineData("{\n  \"root\": {,\n}", "line 2, column 12")]
    [InlineData("[1]", "JSON object")]
    [InlineData("not json", "line 1, column 2")]
    [InlineData("", "line 1")]
    public async Task File_ThatIsNoDefinition_IsToldByNameAndWhy(string text, string reason)
    {
        var read = Assert.Single(await ReadAsync(new(), "a.json", Encoding.UTF8.GetBytes(text)));

        Assert.Equal(("definition.file_unreadable", "a.json"), (read.Refusal?.Code, read.Refusal?.Args["file"]));
        Assert.Contains(reason, read.Refusal!.Args["reason"]?.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Zip_TellsEveryFileOfItButFoldersAndTheArchiversNotes()
    {
        var zip = Zip(("sops/", null), ("sops/a.json", Sound), ("readme.txt", "hello"), ("__MACOSX/sops/._a.json", "x"));

        var read = await ReadAsync(new(), "all.zip", zip);

        Assert.Equal([("sops/a.json", null), ("readme.txt", "definition.file_unreadable")], read.Select(each => (each.FileName, each.Refusal?.Code)));
    }

    [Fact]
    public async Task Zip_ThatIsNone_IsToldByName() =>
        Assert.Equal("definition.file_unreadable", Assert.Single(await ReadAsync(new(), "all.zip", "no zip"u8.ToArray())).Refusal?.Code);

    [Fact]
    public async Task File_LargerThanADefinitionMayBe_IsRefused()
    {
        var read = Assert.Single(await ReadAsync(new(), "big.zip", Zip(("big.json", Padded(DefinitionUpload.Largest + 1)))));

        Assert.Equal(("upload.file_too_large", "big.json", "5"), (read.Refusal?.Code, read.FileName, read.Refusal?.Args["max"]));
    }

    [Fact]
    public async Task MoreFilesThanOneRequestMayHold_AreCountedAndNamedNotLeftOut()
    {
        var upload = new DefinitionUpload();
        var first = await ReadAsync(upload, "first.json", Encoding.UTF8.GetBytes(Sound));
        var zip = Zip([.. Enumerable.Range(1, DefinitionUpload.Most + 1).Select(i => ($"{i:000}.json", (string?)Sound))]);

        var read = await ReadAsync(upload, "all.zip", zip);

        Assert.NotNull(Assert.Single(first).Document);
        Assert.Equal(DefinitionUpload.Most - 1, read.Count(each => each.Document is not null));
        Assert.Equal(("upload.too_many", "200.json", "2"), (read[^1].Refusal?.Code, read[^1].FileName, read[^1].Refusal?.Args["count"]));
    }

    [Fact]
    public async Task MoreThanOneRequestMayUnpackTo_EndsThereAndSaysSo()
    {
        var large = Padded(DefinitionUpload.Largest);
        var zip = Zip([.. Enumerable.Range(1, 6).Select(i => ($"{i}.json", (string?)large))]);

        var read = await ReadAsync(new(), "all.zip", zip);

        Assert.Equal([null, null, null, null, "upload.too_large"], read.Select(each => each.Refusal?.Code));
        Assert.Equal(("5.json", "2", "20"), (read[^1].FileName, read[^1].Refusal!.Args["count"], read[^1].Refusal!.Args["max"]));
    }

    /// <summary>A definition of just so many bytes.</summary>
    private static string Padded(int bytes) => Sound + new string(' ', bytes - Sound.Length);

    private static async Task<List<UploadedDefinition>> ReadAsync(DefinitionUpload upload, string name, byte[] content)
    {
        using var stream = new MemoryStream(content);
        var read = new List<UploadedDefinition>();
        await foreach (var each in upload.ReadAsync(name, stream))
        {
            read.Add(each);
        }

        return read;
    }

    private static byte[] Zip(params (string Name, string? Content)[] files)
    {
        using var target = new MemoryStream();
        using (var zip = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(content ?? string.Empty));
            }
        }

        return target.ToArray();
    }
}
