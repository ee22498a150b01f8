using System.Text.Json.Nodes;
using static WorkflowHost.Sop.Tests.Cases.CaseSimulator;

namespace WorkflowHost.Sop.Tests.Cases;

/// <summary>Ways to a point of a claim after an accident report, without a survey: an illness reported on 9 October 2026.</summary>
internal static class HotlineWays
{
    private const string Reported = "2026-10-09T10:00:00";

    public static CaseSimulator AtDocumentCheck(string documentsAt = "2026-10-12T11:00:00")
    {
        var sim = new CaseSimulator("hotline-report");
        var open = HotlineForms.Scratch(Reported);
        open["accidentType"] = "illness";
        open["productLine"] = "health";
        open["photosAvailable"] = false;
        open["estimatedLoss"] = 20_000;
        open.Remove("plateNo");
        sim.Open(Reported, open);
        sim.Complete("register", Agent, "registered", HotlineForms.Registered(Claims.Id));
        sim.Complete("docList", Agent, "told", HotlineForms.DocumentsTold(Reported));
        sim.Complete("filing", Claims, "filed", HotlineForms.Filed(Reported));
        sim.AdvanceTo(documentsAt);
        sim.Complete("documents", Agent, "received", HotlineForms.Received(documentsAt));
        return sim;
    }

    public static CaseSimulator AtReview(bool isComplex = false, string documentsAt = "2026-10-12T11:00:00")
    {
        var sim = AtDocumentCheck(documentsAt);
        sim.Complete("checkDocs", Claims, "checked", HotlineForms.Checked(isComplex));
        return sim;
    }

    public static JsonObject Partly(string at, decimal amount)
    {
        var form = HotlineForms.Liable(at, amount);
        form["determination"] = "partial";
        form["deductionText"] = "自费药品不属于保险责任。";
        return form;
    }
}
