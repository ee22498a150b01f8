using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WorkflowHost.Crash;

/// <summary>An answer to a command, however often it had to be sent.</summary>
internal sealed record Answer(int Status, JsonNode? Body, int Tries)
{
    public bool IsOk => Status is >= 200 and < 300;
}

/// <summary>
/// One API client that behaves as the API tells clients to: it gives every command a key and sends it again, key and body
/// unchanged, until it is answered.
/// </summary>
internal sealed class Client : IDisposable
{
    private const int MostTries = 1000;

    private readonly HttpClient _http = new();
    private readonly TimeSpan _pause;
    private readonly HostSeat _seat;

    /// <param name="patience">How long it waits for an answer; half a minute by default.</param>
    /// <param name="pause">How long it waits before it sends again; 20 ms by default.</param>
    public Client(HostSeat seat, string staffId, string apiKey, TimeSpan? patience = null, TimeSpan? pause = null)
    {
        _seat = seat;
        _pause = pause ?? TimeSpan.FromMilliseconds(20);
        _http.Timeout = patience ?? TimeSpan.FromSeconds(30);
        StaffId = staffId;
        _http.DefaultRequestHeaders.Add("X-Api-Key", apiKey);
    }

    public string StaffId { get; }

    /// <exception cref="InvalidOperationException">The host did not answer in a thousand tries.</exception>
    public async Task<Answer> CommandAsync(string path, JsonObject body, string key, CancellationToken cancellation)
    {
        for (var tries = 1; tries <= MostTries; tries++)
        {
            var address = await _seat.AddressAsync(cancellation);
            if (await TryAsync(new Uri(address, path), body, key, tries, cancellation) is { } answer)
            {
                return answer;
            }

            await Task.Delay(_pause, TimeProvider.System, cancellation);
        }

        throw new InvalidOperationException($"POST {path} was not answered in {MostTries} tries.");
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Null when there was no answer, or one that says "not now": only the same command again can tell whether it was applied.</summary>
    private async Task<Answer?> TryAsync(Uri address, JsonObject body, string key, int tries, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", key);
        try
        {
            using var response = await _http.SendAsync(request, cancellation);
            var text = await response.Content.ReadAsStringAsync(cancellation);
            return (int)response.StatusCode >= 500 ? null : new Answer((int)response.StatusCode, JsonNode.Parse(text), tries);
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException or JsonException)
        {
            return null;
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }
}
