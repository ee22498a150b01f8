using static Microsoft.Playwright.Assertions;

namespace WorkflowHost.Browser.Designer;

/// <summary>Nobody has to know the fields of a case by heart to write a script.</summary>
[Collection(DesignerRoom.Name)]
public sealed class CompletionJourneyTests(DesignerRoom room)
{
    [ChromiumFact]
    public async Task Script_OfAStep_IsCompletedWithTheFieldsOfItsSopAlone()
    {
        await using var owner = await room.EnterAsync("hanmei", "designer-completion");
        var studio = new Studio(owner);
        await owner.PicturedAsync(async () =>
        {
            await studio.OpenEditorAsync(await owner.CopyComplaintAsync("投诉处理（脚本补全）"));
            await studio.FindAsync("启动时限", "时限");

            var functions = await studio.CompletedAsync("时限", "getCa");
            Assert.Contains("getCase", functions);
            Assert.Contains("getCaseInfo", functions);
            Assert.Contains("category", await studio.CompletedAsync("时限", "getCase().cat"));
            await owner.PictureAsync("fields");
            Assert.DoesNotContain("accidentPlace", await studio.CompletedAsync("时限", "getCase().acc"));
            Assert.Contains("stage", await studio.CompletedAsync("时限", "getCaseInfo().st"));
        });

        Assert.Empty(owner.Faults);
    }
}
