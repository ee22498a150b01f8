using System.IO.Compression;
using System.Text;
using WorkflowHost.Runtime.Archive;
using WorkflowHost.Runtime.Outbox;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Tests.Archive;

public sealed class ArchivedContentTests
{
    /// <summary>As the first release wrote it; it must be read for ever.</summary>
    private const string First = """
        {"state":"e30=","tasks":[{"id":"t1","caseId":"c1","activityId":"a1","bookmarkId":"","name":"受理","stage":"intake","formId":"f1","role":"agent","outcomes":[],"excludedStaff":[],"createdAt":"2026-09-29T12:00:00+00:00","status":"Completed","outcome":"accepted","version":3}],"timeline":[{"caseId":"c1","sequence":1,"at":"2026-09-29T12:00:00+00:00","actorId":"s1","actorName":"陈静","kind":"case.closed","args":{"closeType":"withdrawn","brokenOff":"true"}}],"clocks":[],"revisits":[],"messages":[{"id":"m1","caseId":"c1","kind":"letter","target":"张伟","payload":"{}","idempotencyKey":"k","status":"Sent","claimableAt":"2026-09-29T12:00:00+00:00","createdAt":"2026-09-29T12:00:00+00:00"}],"journal":[{"version":1,"at":"2026-09-29T12:00:00+00:00","entries":"[]"}]}
        """;

    [Fact]
    public void Content_OfTheFirstRelease_IsReadAndWrittenTheSame()
    {
        var content = ArchivedContent.Read(Packed(First));

        Assert.Equal((CaseTaskStatus.Completed, "accepted", 3L), (content.Tasks[0].Status, content.Tasks[0].Outcome, content.Tasks[0].Version));
        Assert.Equal(("陈静", "withdrawn"), (content.Timeline[0].ActorName, content.BrokenOff));
        Assert.Equal((OutboxStatus.Sent, "[]"), (content.Messages[0].Status, content.Journal[0].Entries));
        Assert.Equal(First, Unpacked(content.Write()));
    }

    [Theory]
    [InlineData("22:00", "05:00", "2026-09-29T13:59:59Z", false)]
    [InlineData("22:00", "05:00", "2026-09-29T14:00:00Z", true)]
    [InlineData("22:00", "05:00", "2026-09-29T20:59:59Z", true)]
    [InlineData("22:00", "05:00", "2026-09-29T21:00:00Z", false)]
    [InlineData("09:00", "10:00", "2026-09-29T01:30:00Z", true)]
    [InlineData("00:00", "00:00", "2026-09-29T07:00:00Z", true)]
    public void Hours_InTheZoneOfTheHouse_MayGoOverMidnight(string from, string until, string at, bool isTime)
    {
        var options = new ArchiveOptions { From = TimeOnly.Parse(from, null), Until = TimeOnly.Parse(until, null) };

        Assert.Equal(isTime, options.IsTime(DateTimeOffset.Parse(at, null)));
    }

    [Fact]
    public void Options_ThatCannotHold_AreNamedByTheirKeys()
    {
        var options = new RuntimeOptions { RepeatWindow = TimeSpan.FromDays(180) };
        (options.Archive.After, options.Archive.TimeZone, options.Archive.Batch) = (TimeSpan.FromDays(90), "Peking", 0);

        var faults = new RuntimeOptionsValidation().Validate(null, options).Failures!.ToArray();

        Assert.Contains(faults, fault => fault.StartsWith("Archive:After:", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.StartsWith("Archive:TimeZone:", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.StartsWith("Archive:Batch:", StringComparison.Ordinal));
    }

    private static byte[] Packed(string text)
    {
        using var bytes = new MemoryStream();
        using (var packed = new BrotliStream(bytes, CompressionLevel.Fastest))
        {
            packed.Write(Encoding.UTF8.GetBytes(text));
        }

        return bytes.ToArray();
    }

    private static string Unpacked(byte[] bytes)
    {
        using var text = new StreamReader(new BrotliStream(new MemoryStream(bytes), CompressionMode.Decompress));
        return text.ReadToEnd();
    }
}
