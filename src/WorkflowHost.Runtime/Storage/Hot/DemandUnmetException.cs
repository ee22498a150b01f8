using WorkflowHost.Runtime.Commits;

namespace WorkflowHost.Runtime.Storage.Hot;

/// <summary>The server found out, after the write was handed over, that a row it demanded was not changed; nothing of the write was kept.</summary>
#pragma warning disable CA1064 // It never leaves the writer, which answers with its verdict.
internal sealed class DemandUnmetException(CaseWriteVerdict verdict, Exception inner) : Exception("A demanded row was not changed.", inner)
#pragma warning restore CA1064
{
    public CaseWriteVerdict Verdict { get; } = verdict;
}
