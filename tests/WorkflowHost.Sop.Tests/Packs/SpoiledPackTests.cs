using System.Text;
using System.Text.Json.Nodes;
using WorkflowHost.Sop.Forms;
using WorkflowHost.Sop.Packs;

namespace WorkflowHost.Sop.Tests.Packs;

/// <summary>Whatever a hand does to a file or a browser sends, the answer is a list of faults, never an exception.</summary>
public sealed class SpoiledPackTests
{
    private const int Rounds = 150;

    private static readonly string[] Wrong = ["null", "7", "-1.5e30", "\"\"", "\"x\"", "true", "[]", "{}", "[null]", "\"0001-01-01T00:00\"", "\"9999-12-31T23:59:59Z\"", "\"9999-12-31\"", "{ \"a\": { \"b\": 1 } }"];

    [Fact]
    public void Read_OneValueSpoiled_NeverThrowsNorHalfLoads()
    {
        var random = new Random(20261124);
        var files = RealPack.Files().Where(file => file.Path.EndsWith(".json", StringComparison.Ordinal) && file.Path.Contains('/', StringComparison.Ordinal)).ToList();
        for (var round = 0; round < Rounds; round++)
        {
            var victim = files[random.Next(files.Count)];
            var spoiled = Spoil(JsonNode.Parse(victim.Utf8)!, random);
            var (pack, faults) = SopPackReader.Read(RealPack.Files().Select(file => file.Path == victim.Path ? file with { Utf8 = Encoding.UTF8.GetBytes(spoiled) } : file));
            Assert.Equal(pack is null, faults.Count > 0);
            Assert.All(faults, fault => Assert.True(fault is { Line: > 0, Column: > 0 } && fault.Message.Length > 0));
        }
    }

    [Fact]
    public void Read_FileCutAnywhere_NamesTheFile()
    {
        var random = new Random(7);
        foreach (var file in RealPack.Files().Where(file => file.Path.EndsWith(".json", StringComparison.Ordinal) && file.Path.Contains('/', StringComparison.Ordinal)))
        {
            var cut = file with { Utf8 = file.Utf8[..random.Next(file.Utf8.Length - 2)] };
            var (pack, faults) = SopPackReader.Read([cut]);
            Assert.Null(pack);
            Assert.Contains(faults, fault => fault.File == file.Path);
        }
    }

    [Fact]
    public void Validate_AnyJsonInAnyField_NeverThrows()
    {
        foreach (var form in RealPack.Pack.Forms.Values)
        {
            foreach (var field in form.Fields)
            {
                foreach (var wrong in Wrong)
                {
                    var result = FormValidator.Validate(form, new JsonObject { [field.Name] = JsonNode.Parse(wrong) }, form.Outcomes is [var first, ..] ? first.Value : null, null, China.At("2026-10-12T10:00:00"));
                    Assert.Equal(result.IsValid, result.Faults.Count == 0);
                }
            }
        }
    }

    /// <summary>Walks to a random place and puts something else there, or takes it away.</summary>
    private static string Spoil(JsonNode root, Random random)
    {
        var at = root;
        while (true)
        {
            var other = JsonNode.Parse(Wrong[random.Next(Wrong.Length)]);
            if (at is JsonObject { Count: > 0 } members)
            {
                var name = members.ElementAt(random.Next(members.Count)).Key;
                if (members[name] is JsonObject or JsonArray && random.Next(5) > 0)
                {
                    at = members[name]!;
                    continue;
                }
                if (random.Next(4) == 0)
                {
                    members.Remove(name);
                }
                else
                {
                    members[name] = other;
                }
            }
            else if (at is JsonArray { Count: > 0 } list)
            {
                var index = random.Next(list.Count);
                if (list[index] is JsonObject or JsonArray && random.Next(5) > 0)
                {
                    at = list[index]!;
                    continue;
                }
                list[index] = other;
            }
            return root.ToJsonString();
        }
    }
}
