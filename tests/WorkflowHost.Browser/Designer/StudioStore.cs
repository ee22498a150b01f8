using System.Text.RegularExpressions;

namespace WorkflowHost.Browser.Designer;

/// <summary>What the host has stored of the workflow in the open editor: Studio saves by itself, and only this shows that it did.</summary>
internal sealed class StudioStore(Screen screen)
{
    // Asked again until it is so: the autosave comes when it comes.
    private const string Until = """
        async ([id, condition, wanted]) => {
          const holds = {
            steps: ({ root }) => (root.activities ?? []).length === Number(wanted),
            connections: ({ root }) => (root.connections ?? []).length === Number(wanted),
            value: ({ root }) => (root.activities ?? []).some(step => String(step[wanted[0]]?.expression?.value ?? '').includes(wanted[1])),
            same: ({ root }) => (root.activities ?? []).some(step => step[wanted[0]]?.expression?.value === wanted[1]),
            member: workflow => workflow[wanted[0]] === wanted[1],
          }[condition];
          let last = null;
          for (const end = Date.now() + 90_000; Date.now() < end; await new Promise(resolve => setTimeout(resolve, 200))) {
            const answer = await fetch(`/elsa/api/workflow-definitions/by-definition-id/${encodeURIComponent(id)}?versionOptions=Latest&asked-by=test`);
            last = await answer.json();
            if (holds(last)) {
              return '';
            }
          }
          return JSON.stringify(last);
        }
        """;

    public Task HasStepsAsync(int count) => UntilAsync("steps", count, $"{count} steps");

    public Task HasConnectionsAsync(int count) => UntilAsync("connections", count, $"{count} connections");

    /// <summary>Some step has this text within the value of its input.</summary>
    public Task HasValueAsync(string property, string text) => UntilAsync("value", new[] { property, text }, $"{property} with {text}");

    /// <summary>Some step's input is exactly this text.</summary>
    public Task HasExactlyAsync(string property, string text) => UntilAsync("same", new[] { property, text }, $"{property} as {text}");

    /// <summary>The workflow as a whole has this name, description, ….</summary>
    public Task HasMemberAsync(string member, string text) => UntilAsync("member", new[] { member, text }, $"{member} as {text}");

    private async Task UntilAsync(string condition, object wanted, string inWords)
    {
        var id = Regex.Match(screen.Page.Url, "/definitions/([^/]+)/edit").Groups[1].Value;
        var instead = await screen.Page.EvaluateAsync<string>(Until, new[] { id, condition, wanted });
        Assert.True(instead.Length == 0, $"The host never stored {inWords}; it has: {instead}");
    }
}
