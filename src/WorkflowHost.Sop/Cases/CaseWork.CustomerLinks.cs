using System.Text.Json.Nodes;
using WorkflowHost.Sop.CustomerLinks;
using WorkflowHost.Sop.Notices;

namespace WorkflowHost.Sop.Cases;

/// <summary>Links by which customers look at their case and answer questions, and the codes that open them.</summary>
public sealed partial class CaseWork
{
    /// <summary>Whether there is a number to which a link and its code could be sent.</summary>
    public bool HasPhone => AddressOf("sms") is not null;

    /// <summary>Only these reach a screen on which a link can be opened.</summary>
    private static bool CarriesLinks(string channel) => channel is "sms" or "mail";

    /// <summary>Puts the links of a notice beside the text a message has without them.</summary>
    private void AddCustomerLinks(NoticeTemplate template, string channel, JsonObject payload)
    {
        // Without a number the code could not be sent, and the link would open nothing.
        if (template.Links.Count == 0 || !CarriesLinks(channel) || AddressOf("sms") is null)
        {
            return;
        }

        var facts = NoticeFacts();
        var offers = new List<CustomerLinkOffer>();
        foreach (var link in template.Links)
        {
            var offer = new CustomerLinkOffer(NewId(), link.Purpose, Number, template.Id, link.FormId, link.EventName, Now.AddDays(link.ValidDays));
            offers.Add(offer);
            facts[link.Fact] = offer.Mark;
        }

        var text = NoticeRenderer.Render(template, facts, _environment.Pack.Forms.Values, Now);
        if (!text.IsRefused)
        {
            CustomerLinkOffer.Lay(offers, text.Value.Body, payload);
        }
    }

    /// <returns>False when the case has no number to send it to.</returns>
    internal bool SendCustomerCode(string linkId)
    {
        if (AddressOf("sms") is not { } number)
        {
            return false;
        }

        var company = Profile.Facts.GetValueOrDefault("companyName") ?? "本公司";
        Queue("sms", number, template: null, new JsonObject
        {
            ["body"] = $"【{company}】您正在查看{Number}的办理情况，验证码{CustomerCode.Mark}，10分钟内有效。请勿告诉他人。",
            [CustomerCode.Member] = linkId,
        });
        Log("link.code_sent");
        return true;
    }
}
