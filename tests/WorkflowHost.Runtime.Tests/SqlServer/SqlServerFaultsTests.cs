using WorkflowHost.Runtime.Storage;
using WorkflowHost.Runtime.Storage.SqlServer;

namespace WorkflowHost.Runtime.Tests.SqlServer;

public sealed class SqlServerFaultsTests
{
    [Theory]
    [InlineData(1205, 13, StorageFault.Locked)]
    [InlineData(51205, 16, StorageFault.Locked)]
    [InlineData(51222, 16, StorageFault.Locked)]
    [InlineData(1222, 16, StorageFault.Locked)]
    [InlineData(2627, 14, StorageFault.Constraint)]
    [InlineData(547, 16, StorageFault.Constraint)]
    [InlineData(2628, 16, StorageFault.Constraint)]
    [InlineData(1105, 17, StorageFault.Full)]
    [InlineData(9002, 17, StorageFault.Full)]
    [InlineData(3906, 16, StorageFault.ReadOnly)]
    [InlineData(229, 14, StorageFault.ReadOnly)]
    [InlineData(-2, 11, StorageFault.Unavailable)]
    [InlineData(10054, 20, StorageFault.Unavailable)]
    [InlineData(4060, 11, StorageFault.Unavailable)]
    [InlineData(18456, 14, StorageFault.Unavailable)]
    [InlineData(823, 24, StorageFault.Unavailable)]
    [InlineData(102, 15, null)]
    [InlineData(208, 16, null)]
    public void Number_OfAServersError_IsWhatACallerIsTold(int number, byte severity, string? code) =>
        Assert.Equal(code, SqlServerFaults.Of(number, severity));
}
