namespace WorkflowHost.Workbench.Live;

/// <summary>
/// Data a page reads: not there yet, there, or failed. A later read supersedes an earlier one still under way, and
/// the old value stays on screen while a new one is fetched, so lists do not flicker. Not thread safe.
/// </summary>
public sealed class Fetch<T>(ILogger logger)
    where T : class
{
    private int _latest;

    public T? Value { get; private set; }

    public bool IsLoading { get; private set; }

    public bool HasFailed { get; private set; }

    /// <summary>True once something was read, even if it was nothing.</summary>
    public bool IsDone { get; private set; }

    public async Task RunAsync(Func<Task<T?>> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        var mine = ++_latest;
        IsLoading = true;
        try
        {
            var value = await read();
            if (mine == _latest)
            {
                (Value, HasFailed, IsDone) = (value, false, true);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The screen is the boundary: the person sees that it failed and may retry, the operator sees why.
            logger.LogError(e, "A screen could not read its {What}.", typeof(T).Name);
            if (mine == _latest)
            {
                HasFailed = true;
            }
        }
        finally
        {
            if (mine == _latest)
            {
                IsLoading = false;
            }
        }
    }

    /// <summary>Puts a value a command answered with in place of what was read.</summary>
    public void Set(T value)
    {
        _latest++;
        (Value, HasFailed, IsDone, IsLoading) = (value, false, true, false);
    }
}
