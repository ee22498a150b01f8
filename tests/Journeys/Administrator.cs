using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace WorkflowHost.Journeys;

/// <summary>
/// The first administrator of a new installation, who does what a person does: signs in with the printed one-time password,
/// replaces it, hires staff and issues API keys.
/// </summary>
internal sealed partial class Administrator : IDisposable
{
    private const string Password = "Riverbank-Lantern-42";
    private readonly HttpClient _http;

    private Administrator(Uri address)
    {
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = address };
        _http.DefaultRequestHeaders.Add("X-Requested-With", "WorkflowHost.Journeys");
    }

    /// <summary>Signs in to a host that was started on an empty file.</summary>
    /// <param name="output">What the host printed.</param>
    public static async Task<Administrator> SignInAsync(Uri address, string output, CancellationToken cancellation)
    {
        var printed = OneTimePassword().Match(output);
        if (!printed.Success)
        {
            throw new InvalidOperationException($"The host printed no one-time password:\n{output}");
        }

        var administrator = new Administrator(address);
        await administrator.PostFormAsync("/login", [("userName", "admin"), ("password", printed.Groups[1].Value)], cancellation);
        await administrator.PostFormAsync("/account/password", [("current", printed.Groups[1].Value), ("replacement", Password), ("repeated", Password)], cancellation);
        return administrator;
    }

    /// <summary>Hires a person with these roles.</summary>
    /// <returns>The person's id, and the one-time password to hand over.</returns>
    public async Task<(string StaffId, string OneTimePassword)> HireAsync(string userName, string displayName, IReadOnlyList<string> roles, CancellationToken cancellation)
    {
        var hired = await PostAsync("/api/v1/staff", new JsonObject
        {
            ["userName"] = userName,
            ["displayName"] = displayName,
            ["staffNo"] = userName.ToUpperInvariant(),
            ["roles"] = new JsonArray([.. roles.Select(role => JsonValue.Create(role))]),
            ["branch"] = "上海",
        }, cancellation);
        return ((string)hired["member"]!["id"]!, (string)hired["oneTimePassword"]!);
    }

    /// <summary>Issues an API key that acts as this person.</summary>
    public async Task<string> IssueKeyAsync(string name, string staffId, CancellationToken cancellation) =>
        (string)(await PostAsync("/api/v1/api-keys", new JsonObject { ["name"] = name, ["staffId"] = staffId }, cancellation))["key"]!;

    public void Dispose() => _http.Dispose();

    [GeneratedRegex(@"one-time password\s+(\S+)")]
    private static partial Regex OneTimePassword();

    [GeneratedRegex("__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex FormToken();

    private async Task<JsonNode> PostAsync(string path, JsonObject body, CancellationToken cancellation)
    {
        using var answer = await _http.PostAsJsonAsync(path, body, cancellation);
        var text = await answer.Content.ReadAsStringAsync(cancellation);
        return answer.IsSuccessStatusCode
            ? JsonNode.Parse(text)!
            : throw new InvalidOperationException($"POST {path} was answered {(int)answer.StatusCode}: {text}");
    }

    private async Task PostFormAsync(string path, IEnumerable<(string Name, string Value)> fields, CancellationToken cancellation)
    {
        var page = await _http.GetStringAsync(new Uri(path, UriKind.Relative), cancellation);
        var token = FormToken().Match(page).Groups[1].Value;
        using var form = new FormUrlEncodedContent(fields.Append(("__RequestVerificationToken", token)).Select(field => KeyValuePair.Create(field.Item1, field.Item2)));
        using var answer = await _http.PostAsync(path, form, cancellation);
        if (answer.StatusCode is not (HttpStatusCode.Redirect or HttpStatusCode.SeeOther))
        {
            throw new InvalidOperationException($"Posting the form {path} was answered {(int)answer.StatusCode}, expected a redirect.");
        }
    }
}
