namespace WorkflowHost.Engine.Bursts;

/// <summary>Where a burst takes ids and random numbers from, so that it can be repeated exactly.</summary>
public interface IIdSource
{
    /// <summary>A number that no other id has.</summary>
    ulong NewNumber();

    /// <summary>A new id: 16 lower-case hexadecimal digits.</summary>
    string NewId();

    Guid NewGuid();

    /// <summary>A number from 0 up to, not including, 1.</summary>
    double NextDouble();
}
