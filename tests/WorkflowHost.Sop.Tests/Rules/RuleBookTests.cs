using System.Text;
using WorkflowHost.Sop.Packs;
using WorkflowHost.Sop.Rules;
using WorkflowHost.Sop.Tests.Packs;

namespace WorkflowHost.Sop.Tests.Rules;

/// <summary>The shipped files as rules, and rules as files again.</summary>
public sealed class RuleBookTests
{
    private static readonly RuleBook Book = RuleBook.Of(RealPack.Files());
    private static readonly RuleKey Statutory = new(RuleKind.Clock, "complaint-statutory");

    [Fact]
    public void Keys_OfTheShippedPack_AreAllItsRules()
    {
        var pack = RealPack.Pack;

        Assert.Equal(pack.ClockPolicies.Keys.Order(StringComparer.Ordinal), Ids(RuleKind.Clock));
        Assert.Equal(pack.Ladders.Keys.Order(StringComparer.Ordinal), Ids(RuleKind.Ladder));
        Assert.Equal(pack.DecisionTables.Keys.Order(StringComparer.Ordinal), Ids(RuleKind.Table));
        Assert.Equal(pack.Forms.Keys.Order(StringComparer.Ordinal), Ids(RuleKind.Form));
        Assert.Equal(pack.Notices.Keys.Order(StringComparer.Ordinal), Ids(RuleKind.Notice));
        Assert.Equal(pack.RevisitPolicies.Keys.Order(StringComparer.Ordinal), Ids(RuleKind.Revisit));
        Assert.Equal(pack.RevisitPlans.Keys.Order(StringComparer.Ordinal), Ids(RuleKind.Plan));
        Assert.Equal(["cn.2025", "cn.2026"], Ids(RuleKind.Calendar));
    }

    [Fact]
    public void With_EveryRuleAsItIs_ReadsAsTheSamePack()
    {
        var again = Book.Keys.Aggregate(Book, (book, key) => book.With(key, Book.Find(key)));

        var (pack, faults) = again.Read();

        Assert.Empty(faults);
        Assert.Equal(Book.Keys, again.Keys);
        Assert.All(Book.Keys, key => Assert.Equal(Book.Find(key)!.Digest(), again.Find(key)!.Digest()));
        Assert.True(Sop.Changes.PackDiff.Between(RealPack.Pack, pack!).IsEmpty);
    }

    [Fact]
    public void With_AChangedRule_LeavesTheRestOfTheFileByteForByte()
    {
        var changed = Book.With(Statutory, Edited(Statutory, json => json["due"] = "NAT(14)"));

        var file = Assert.Single(changed.Since(Book).Changed);
        var (before, after) = (Text(Book, file.Path), Encoding.UTF8.GetString(file.Utf8));
        var next = before.IndexOf("first-contact-1h", StringComparison.Ordinal);
        Assert.EndsWith(before[next..], after, StringComparison.Ordinal);
        Assert.Equal(14, changed.Read().Pack!.ClockPolicies[Statutory.Id].Amount);
    }

    [Theory]
    [InlineData("complaint-statutory")]
    [InlineData("first-contact-4h")]
    public void With_ARuleTakenOutAndPutBack_IsThePackAgain(string id)
    {
        var key = new RuleKey(RuleKind.Clock, id);

        var without = Book.With(key, null);
        var again = without.With(key, Book.Find(key));

        Assert.DoesNotContain(key, without.Keys);
        Assert.Equal(Book.Keys, again.Keys);
        Assert.Empty(again.Read().Faults);
        Assert.Equal($"policies/clock-{id}.json", again.FileOf(key));
    }

    [Fact]
    public void With_TheLastRuleOfAList_LeavesReadableFiles()
    {
        var file = new PackFile("policies/one.json", "{ \"kind\": \"ladders\", \"ladders\": [ { \"id\": \"only\" } ] }"u8.ToArray());
        var book = RuleBook.Of([file]);

        var without = book.With(new(RuleKind.Ladder, "only"), null);

        Assert.Equal("{ \"kind\": \"ladders\", \"ladders\": [ ] }", Text(without, "policies/one.json").Replace("[]", "[ ]", StringComparison.Ordinal));
    }

    [Fact]
    public void With_ANewNotice_BringsItsText()
    {
        var key = new RuleKey(RuleKind.Notice, "complaint-thanks");
        var like = Edited(new(RuleKind.Notice, "complaint-accepted"), json => json["id"] = key.Id);

        var book = Book.With(key, like with { Text = "{{ customerName }}：谢谢。" });

        Assert.Empty(book.Read().Faults);
        Assert.Equal("{{ customerName }}：谢谢。", book.Read().Pack!.Notices[key.Id].Body);
        Assert.Equal(2, book.Since(Book).Changed.Count);
    }

    [Fact]
    public void Read_AFault_NamesTheRuleAndThePlaceInIt()
    {
        var book = Book.With(Statutory, Edited(Statutory, json => json["extensions"]![0]!["to"] = 10));

        var fault = Assert.Single(book.Read().Faults);

        Assert.Equal((Statutory, "$.extensions[0]"), (fault.Rule, fault.Path));
        Assert.Contains("前后矛盾", fault.Text.Zh, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ALadderTakenAwayThatClocksName_IsAFaultOfThose()
    {
        var faults = Book.With(new(RuleKind.Ladder, "statutory"), null).Read().Faults;

        Assert.NotEmpty(faults);
        Assert.All(faults, fault => Assert.Equal((RuleKind.Clock, "$.ladder"), (fault.Rule!.Value.Kind, fault.Path)));
    }

    [Fact]
    public void Read_ALetterThatIsNoLiquid_IsAFaultOfItsText()
    {
        var key = new RuleKey(RuleKind.Notice, "complaint-accepted");

        var faults = Book.With(key, Book.Find(key)! with { Text = "{% if customerName %}" }).Read().Faults;

        Assert.Contains(faults, fault => fault.Rule == key && fault.Fault.Code == PackFaultCodes.Liquid);
    }

    [Fact]
    public void Digest_OtherBlanksAndOrder_IsTheSameRule()
    {
        Assert.Equal(new RuleContent("{\"a\":1,\"b\":[2]}").Digest(), new RuleContent("{ \"b\": [ 2 ],\n \"a\": 1 }").Digest());
        Assert.NotEqual(new RuleContent("{\"a\":[1,2]}").Digest(), new RuleContent("{\"a\":[2,1]}").Digest());
        Assert.NotEqual(new RuleContent("{}", "a").Digest(), new RuleContent("{}", "b").Digest());
    }

    private static IEnumerable<string> Ids(RuleKind kind) => Book.Keys.Where(key => key.Kind == kind).Select(key => key.Id);

    private static string Text(RuleBook book, string path) => Encoding.UTF8.GetString(book.Files.Single(file => file.Path == path).Utf8);

    private static RuleContent Edited(RuleKey key, Action<System.Text.Json.Nodes.JsonObject> edit)
    {
        var content = Book.Find(key)!;
        var json = content.ToObject()!;
        edit(json);
        return RuleContent.Of(json, content.Text);
    }
}
