using Microsoft.JSInterop;

namespace WorkflowHost.Workbench.Live;

/// <summary>What pages need from the browser itself: keys that work anywhere, focus and scrolling. One per circuit.</summary>
public sealed class PageScript(IJSRuntime js) : IAsyncDisposable
{
    private Task<IJSObjectReference>? _module;

    private Task<IJSObjectReference> ModuleAsync() => _module ??= js.InvokeAsync<IJSObjectReference>("import", "./workbench/workbench.js").AsTask();

    /// <summary>Calls <c>OnKeyAsync(key)</c> of the page for these keys until the answer is stopped.</summary>
    public async Task<IJSObjectReference> ListenKeysAsync<T>(DotNetObjectReference<T> page, params string[] keys)
        where T : class => await (await ModuleAsync()).InvokeAsync<IJSObjectReference>("listenKeys", page, keys);

    public async Task RevealAsync(string selector) => await (await ModuleAsync()).InvokeVoidAsync("reveal", selector);

    public async Task FocusOnAsync(string selector) => await (await ModuleAsync()).InvokeVoidAsync("focusOn", selector);

    /// <summary>Prints one element of the page alone.</summary>
    public async Task PrintAsync(string selector) => await (await ModuleAsync()).InvokeVoidAsync("printOnly", selector);

    public async Task SearchKeyAsync(string selector) => await (await ModuleAsync()).InvokeVoidAsync("searchKey", selector);

    public async ValueTask DisposeAsync()
    {
        if (_module is null)
        {
            return;
        }

        try
        {
            await (await _module).DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The browser has gone, and what it held with it.
        }
    }
}
