using System.Data.Common;

namespace WorkflowHost.Runtime.Storage.Hot;

/// <summary>A database on a server, which any number of hosts share.</summary>
internal interface IServerDatabase : IHotDatabase
{
    /// <summary>How many bursts may be one transaction when more wait than can be written side by side.</summary>
    int LargestGroup { get; }

    /// <exception cref="DbException">The server cannot be reached.</exception>
    ServerConnection Open();

    /// <summary>Whether the same transaction may well succeed when it is run again at once.</summary>
    bool IsOvertaken(DbException error);
}
