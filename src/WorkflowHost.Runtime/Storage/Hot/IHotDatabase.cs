namespace WorkflowHost.Runtime.Storage.Hot;

/// <summary>The database that holds everything, and how connections to it are opened.</summary>
internal interface IHotDatabase
{
    /// <summary>Whether other hosts may work on it at the same time.</summary>
    bool IsShared { get; }

    /// <summary>Makes what is needed before a schema can be made: the folder of a file, the database on a server.</summary>
    /// <exception cref="System.Data.Common.DbException">The database cannot be reached or made.</exception>
    /// <exception cref="StorageRefusedException">It cannot be made, and a person has to.</exception>
    Task PrepareAsync(CancellationToken cancellationToken);

    /// <summary>Takes the database for this host, for as long as it lives, where it can have one host only.</summary>
    /// <exception cref="StorageRefusedException">Another host has it.</exception>
    void Claim();

    /// <summary>Waits until no other host is at the same thing, and keeps the others waiting until what is given back is disposed.</summary>
    Task<IAsyncDisposable> EnterAsync(string what, CancellationToken cancellationToken);

    /// <exception cref="System.Data.Common.DbException">The database cannot be reached or read.</exception>
    HotConnection OpenReader();
}
