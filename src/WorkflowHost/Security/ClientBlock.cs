using System.Net;
using System.Net.Sockets;

namespace WorkflowHost.Security;

/// <summary>Who counts as one caller where calls are limited before anybody has signed in.</summary>
internal static class ClientBlock
{
    /// <summary>A subscriber is given a /64 of IPv6 at least (RFC 6177), and could call from another address of it each time.</summary>
    private const int SubscriberBytes = 8;

    public static string Of(HttpContext context) => context.Connection.RemoteIpAddress is { } address ? Of(address) : "local";

    internal static string Of(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4().ToString();
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address.ToString();
        }

        var bytes = address.GetAddressBytes();
        Array.Clear(bytes, SubscriberBytes, bytes.Length - SubscriberBytes);
        return new IPAddress(bytes) + "/64";
    }
}
