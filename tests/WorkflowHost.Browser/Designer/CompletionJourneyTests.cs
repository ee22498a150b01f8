using System.Text.Json.Nodes;
using static Microsoft.Playwright.Assertions;

namespace WorkflowHost.Browser.Designer;

/// <summary>Nobody has to know the fields of a case by heart to write a script.</summary>
[Collection(DesignerRoom.Name)]
public sealed class CompletionJourneyTests(DesignerRoom room)
{
    [ChromiumFact]
    public async Task Script_OfAStep_IsCompletedWithTheFieldsVariablesAndInputsOfItsSopAlone()
    {
        await using var owner = await room.EnterAsync("hanmei", "designer-completion");
        var studio = new Studio(owner);
        await owner.PicturedAsync(async () =>
        {
            var id = await owner.CopyComplaintAsync("投诉处理（脚本补全）");
            await owner.SaveAsync(id, model =>
            {
                model["variables"]!.AsArray().Add(new JsonObject { ["id"] = "v-bank", ["name"] = "bankBranch", ["typeName"] = "String", ["isArray"] = false });
                model["inputs"]!.AsArray().Add(new JsonObject { ["name"] = "mailbox", ["displayName"] = "邮箱", ["type"] = "String", ["isArray"] = false });
            });
            await studio.OpenEditorAsync(id);
            await studio.FindAsync("启动时限", "时限");

            var functions = await studio.CompletedAsync("时限", "getCa");
            Assert.Contains("getCase", functions);
            Assert.Contains("getCaseInfo", functions);
            Assert.Contains("category", await studio.CompletedAsync("时限", "getCase().cat"));
            await owner.PictureAsync("fields");
            Assert.DoesNotContain("accidentPlace", await studio.CompletedAsync("时限", "getCase().acc"));
            Assert.Contains("stage", await studio.CompletedAsync("时限", "getCaseInfo().st"));
            Assert.Contains("bankBranch", await studio.CompletedAsync("时限", "variables.ban"));
            Assert.Contains("getBankBranch", await studio.CompletedAsync("时限", "getBan"));
            Assert.Contains("setBankBranch", await studio.CompletedAsync("时限", "setBan"));
            Assert.Contains("getMailbox", await studio.CompletedAsync("时限", "getMai"));
        });

        Assert.Empty(owner.Faults);
    }
}
