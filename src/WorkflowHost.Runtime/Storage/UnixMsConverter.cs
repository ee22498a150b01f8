using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace WorkflowHost.Runtime.Storage;

/// <summary>Instants are stored as UTC Unix milliseconds: they sort and compare the same on every database.</summary>
internal sealed class UnixMsConverter() : ValueConverter<DateTimeOffset, long>(
    at => at.ToUnixTimeMilliseconds(),
    ms => DateTimeOffset.FromUnixTimeMilliseconds(ms));
