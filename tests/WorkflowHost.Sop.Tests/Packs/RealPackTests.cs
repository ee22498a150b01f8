using WorkflowHost.Sop.Packs;

namespace WorkflowHost.Sop.Tests.Packs;

public sealed class RealPackTests
{
    [Fact]
    public void Pack_AsShipped_HasNoFault()
    {
        var (_, faults) = SopPackReader.Read(RealPack.Files());
        Assert.Empty(faults.Select(fault => fault.ToString()));
    }
}
