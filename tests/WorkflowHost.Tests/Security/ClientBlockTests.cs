using System.Net;
using WorkflowHost.Security;

namespace WorkflowHost.Tests.Security;

public sealed class ClientBlockTests
{
    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7")]
    [InlineData("::ffff:203.0.113.7", "203.0.113.7")]
    [InlineData("2001:db8:1:2:aaaa:bbbb:cccc:dddd", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:3::1", "2001:db8:1:3::/64")]
    public void Address_OfOneSubscriber_IsOneBlock(string address, string block) => Assert.Equal(block, ClientBlock.Of(IPAddress.Parse(address)));
}
