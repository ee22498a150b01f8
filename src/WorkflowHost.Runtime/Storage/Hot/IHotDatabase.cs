namespace WorkflowHost.Runtime.Storage.Hot;

/// <summary>Opens connections for the hot path.</summary>
internal interface IHotDatabase
{
    /// <exception cref="System.Data.Common.DbException">The database cannot be reached or read.</exception>
    HotConnection OpenReader();
}
