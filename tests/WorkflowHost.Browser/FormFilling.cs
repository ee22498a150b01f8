using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace WorkflowHost.Browser;

/// <summary>Fills a form of the SOP pack as a person does: finds each field by the label that is read, and answers in the way its kind asks for.</summary>
internal sealed class FormFilling(Language language)
{
    /// <param name="within">What holds the form.</param>
    /// <param name="form">Id of the form.</param>
    /// <param name="staff">Display names by staff id, for fields that name a colleague.</param>
    public async Task FillAsync(ILocator within, string form, JsonObject values, IReadOnlyDictionary<string, string> staff)
    {
        var fields = ((JsonArray)Language.Form(form)["sections"]!).SelectMany(section => (JsonArray)section!["fields"]!).ToDictionary(field => (string)field!["name"]!);
        foreach (var (name, value) in values)
        {
            await AnswerAsync(within, fields[name]!, value!, staff);
        }
    }

    private async Task AnswerAsync(ILocator within, JsonNode field, JsonNode value, IReadOnlyDictionary<string, string> staff)
    {
        var place = Field(within, language.Of(field["label"]!));
        switch ((string)field["type"]!)
        {
            case "choice":
                await ChooseAsync(place, ChoiceLabel(field, (string)value!));
                break;
            case "multichoice":
                foreach (var one in (JsonArray)value)
                {
                    await place.Locator("label.choice").Filter(new() { HasText = ChoiceLabel(field, (string)one!) }).ClickAsync();
                }

                break;
            case "bool":
                await SayAsync(place, (bool)value);
                break;
            case "rating":
                await RateAsync(place, (int)value);
                break;
            case "staff":
                await PickColleagueAsync(place, staff[(string)value!]);
                break;
            case "rows":
                await AddRowsAsync(place, field, (JsonArray)value, staff);
                break;
            case "datetime":
                await TypeAsync(place.Locator("input").First, DateTimeOffset.Parse((string)value!, CultureInfo.InvariantCulture).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture));
                break;
            case "date":
                await TypeAsync(place.Locator("input").First, (string)value!);
                break;
            default:
                await TypeAsync(place.Locator("input, textarea").First, value.ToString());
                break;
        }
    }

    /// <summary>The whole label must fit: "Customer" is another field than "Customer told the next steps".</summary>
    private ILocator Field(ILocator within, string label)
    {
        var marks = $@"\s*\*?\s*({Regex.Escape(language["form.personal"])})?\s*";
        var whole = new Regex($@"^\s*{Regex.Escape(label)}{marks}$");
        var labels = within.Page.Locator(".field-label").Filter(new() { HasTextRegex = whole });
        return within.Locator(".field").Filter(new() { Has = labels }).Last;
    }

    private static async Task TypeAsync(ILocator input, string text)
    {
        await input.FillAsync(text);
        await input.PressAsync("Tab");
    }

    private static async Task ChooseAsync(ILocator place, string label)
    {
        var list = place.Locator("select");
        var chip = place.Locator("label.choice").Filter(new() { HasTextRegex = new Regex($@"^\s*{Regex.Escape(label)}\s*$") });
        await Assertions.Expect(list.Or(chip).First).ToBeVisibleAsync();
        if (await list.IsVisibleAsync())
        {
            await list.SelectOptionAsync(new SelectOptionValue { Label = label });
        }
        else
        {
            await chip.ClickAsync();
        }
    }

    private async Task SayAsync(ILocator place, bool yes)
    {
        var confirmation = place.GetByRole(AriaRole.Checkbox);
        var answer = place.Locator("label.choice").Filter(new() { HasTextRegex = new Regex($"^\\s*{Regex.Escape(language[yes ? "form.yes" : "form.no"])}\\s*$") });
        await Assertions.Expect(confirmation.Or(answer).First).ToBeVisibleAsync();
        if (await answer.IsVisibleAsync())
        {
            await answer.ClickAsync();
        }
        else
        {
            await confirmation.SetCheckedAsync(yes);
        }
    }

    private static Task RateAsync(ILocator place, int steps) => place.GetByRole(AriaRole.Radio).Nth(steps - 1).ClickAsync();

    private static async Task PickColleagueAsync(ILocator place, string name)
    {
        await place.Locator(".rz-dropdown").ClickAsync();
        var open = place.Page.Locator(".rz-dropdown-panel:visible");
        await open.GetByRole(AriaRole.Option).Filter(new() { HasText = name }).First.ClickAsync();
        await Assertions.Expect(place.Locator(".rz-dropdown")).ToContainTextAsync(name);
    }

    private async Task AddRowsAsync(ILocator place, JsonNode field, JsonArray rows, IReadOnlyDictionary<string, string> staff)
    {
        var columns = ((JsonArray)field["columns"]!).ToDictionary(column => (string)column!["name"]!);
        for (var i = 0; i < rows.Count; i++)
        {
            var row = place.Locator(".rows-item").Nth(i);
            if (!await row.IsVisibleAsync())
            {
                await place.GetByRole(AriaRole.Button, new() { Name = language["form.add_row"] }).ClickAsync();
            }

            foreach (var (name, value) in (JsonObject)rows[i]!)
            {
                await AnswerAsync(row, columns[name]!, value!, staff);
            }
        }
    }

    private string ChoiceLabel(JsonNode field, string value) =>
        language.Of(((JsonArray)field["choices"]!).Single(choice => (string?)choice!["value"] == value)!["label"]!);
}
