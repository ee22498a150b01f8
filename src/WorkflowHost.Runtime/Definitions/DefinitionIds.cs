using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Definitions;

/// <summary>How definitions and their versions are named.</summary>
internal static partial class DefinitionIds
{
    public static string OfVersion(string definitionId, int version) => string.Create(CultureInfo.InvariantCulture, $"{definitionId}-v{version}");

    /// <summary>It becomes part of addresses, file names and node ids, which a colon separates.</summary>
    public static bool IsGood(string definitionId) => Good().IsMatch(definitionId);

    /// <summary>
    /// The id of a definition that comes without one: drawn from its content and who sends it, so that the same request sent
    /// again (Studio repeats one that got no answer) names the same definition and not a second.
    /// </summary>
    public static string Of(JsonObject document, Actor actor) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(actor.Id + "\n" + document.ToJsonString())))[..16];

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{0,49}$")]
    private static partial Regex Good();
}
