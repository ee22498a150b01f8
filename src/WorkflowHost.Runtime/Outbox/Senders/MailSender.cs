using System.Net.Sockets;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;

namespace WorkflowHost.Runtime.Outbox.Senders;

/// <summary>Sends mail over SMTP. The idempotency key is the Message-ID, by which mail systems recognise a second delivery.</summary>
internal sealed class MailSender(IOptions<RuntimeOptions> options) : IOutboxSender
{
    /// <summary>The longest one read or write on the connection takes, as a share of the lease: below what the whole sending may take.</summary>
    private const double ShareOfLease = 0.5;

    public IReadOnlyCollection<string> Kinds { get; } = ["mail"];

    public async Task<SendResult> SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        var mail = options.Value.Mail;
        if (mail.Host is null || mail.From is null)
        {
            return SendResult.Held("No mail server is configured (Mail:Host, Mail:From).");
        }

        if (!MailboxAddress.TryParse(message.Target, out var to))
        {
            return SendResult.Rejected("The address is not a mail address.");
        }

        using var letter = new MimeMessage
        {
            Subject = message.Text("subject") ?? string.Empty,
            Body = new TextPart("plain") { Text = message.Text("body") ?? string.Empty },
            MessageId = $"{message.IdempotencyKey}@{mail.From.Split('@')[^1]}",
        };
        letter.From.Add(new MailboxAddress(mail.FromName, mail.From));
        letter.To.Add(to);
        using var client = new SmtpClient { Timeout = (int)(options.Value.Lease * ShareOfLease).TotalMilliseconds };
        await client.ConnectAsync(mail.Host, mail.Port, mail.UseTls ? SecureSocketOptions.Auto : SecureSocketOptions.None, cancellationToken);
        if (mail.User is not null)
        {
            await client.AuthenticateAsync(mail.User, mail.Password ?? string.Empty, cancellationToken);
        }

        try
        {
            await client.SendAsync(letter, cancellationToken);
        }
        catch (SmtpCommandException error) when ((int)error.StatusCode is >= 550 and <= 554 && error.ErrorCode == SmtpErrorCode.RecipientNotAccepted)
        {
            return SendResult.Rejected(error.Message);
        }

        await SayGoodbyeAsync(client, cancellationToken);
        return SendResult.Sent(letter.MessageId);
    }

    /// <summary>The server has taken the mail (RFC 5321 §4.2.5): a connection that breaks now must not have it sent again.</summary>
    private static async Task SayGoodbyeAsync(SmtpClient client, CancellationToken cancellationToken)
    {
        try
        {
            await client.DisconnectAsync(quit: true, cancellationToken);
        }
        catch (Exception error) when (error is IOException or SocketException or TimeoutException or SmtpProtocolException or SmtpCommandException or OperationCanceledException)
        {
            // Disposing the client closes what is left of the connection.
        }
    }
}
