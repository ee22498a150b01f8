using System.Globalization;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.Values;

namespace WorkflowHost.Engine.Http;

/// <summary>Why a request is not accepted.</summary>
/// <param name="StatusCode">What it is answered with.</param>
/// <param name="Outcome">The port it leaves through instead; null unless the definition exposes it.</param>
/// <param name="Message">What the sender did wrong.</param>
internal sealed record RequestRefusal(int StatusCode, string? Outcome, string Message);

/// <summary>What an endpoint demands of a request before it goes on: size of the body, size, extension and type of files.</summary>
internal sealed class RequestChecks
{
    public const string RequestTooLarge = "Request too large";
    public const string FileTooLarge = "File too large";
    public const string InvalidExtension = "Invalid file extension";
    public const string InvalidMimeType = "Invalid file MIME type";

    private readonly Input<object> _sizeLimit;
    private readonly Input<object> _fileSizeLimit;
    private readonly Input<string[]> _allowedExtensions;
    private readonly Input<string[]> _blockedExtensions;
    private readonly Input<string[]> _allowedMimeTypes;
    private readonly HashSet<string> _exposed = new(StringComparer.Ordinal);

    public RequestChecks(ActivityBinder binder, Input<object> sizeLimit)
    {
        _sizeLimit = sizeLimit;
        _fileSizeLimit = binder.Input<object>("fileSizeLimit");
        _allowedExtensions = binder.Input<string[]>("allowedFileExtensions");
        _blockedExtensions = binder.Input<string[]>("blockedFileExtensions");
        _allowedMimeTypes = binder.Input<string[]>("allowedMimeTypes");
        Expose(binder, "exposeRequestTooLargeOutcome", RequestTooLarge);
        Expose(binder, "exposeFileTooLargeOutcome", FileTooLarge);
        Expose(binder, "exposeInvalidFileExtensionOutcome", InvalidExtension);
        Expose(binder, "exposeInvalidFileMimeTypeOutcome", InvalidMimeType);
    }

    /// <summary>The first thing wrong with a request, or null.</summary>
    public RequestRefusal? Refuse(ActivityContext context, ReceivedRequest request)
    {
        if (Limit(context, _sizeLimit) is { } limit && request.ContentLength > limit)
        {
            return Refusal(413, RequestTooLarge, $"The request has {Bytes(request.ContentLength)}; {Bytes(limit)} are allowed.");
        }

        var fileLimit = Limit(context, _fileSizeLimit);
        foreach (var file in request.Files)
        {
            if (file.Length > fileLimit)
            {
                return Refusal(413, FileTooLarge, $"The file \"{file.FileName}\" has {Bytes(file.Length)}; {Bytes(fileLimit.Value)} are allowed.");
            }
        }

        return request.Files.Select(file => RefuseKind(context, file)).FirstOrDefault(refusal => refusal is not null);
    }

    private RequestRefusal? RefuseKind(ActivityContext context, ReceivedFile file)
    {
        var extension = Path.GetExtension(file.FileName);
        if (context.Get(_allowedExtensions) is { Length: > 0 } allowed && !allowed.Contains(extension, StringComparer.OrdinalIgnoreCase))
        {
            return Refusal(415, InvalidExtension, $"Files of type \"{extension}\" are not accepted; allowed are {string.Join(", ", allowed)}.");
        }

        if (context.Get(_blockedExtensions) is { Length: > 0 } blocked && blocked.Contains(extension, StringComparer.OrdinalIgnoreCase))
        {
            return Refusal(415, InvalidExtension, $"Files of type \"{extension}\" are not accepted.");
        }

        return context.Get(_allowedMimeTypes) is { Length: > 0 } types && !types.Contains(file.ContentType, StringComparer.OrdinalIgnoreCase)
            ? Refusal(415, InvalidMimeType, $"Files of type \"{file.ContentType}\" are not accepted; allowed are {string.Join(", ", types)}.")
            : null;
    }

    private RequestRefusal Refusal(int statusCode, string outcome, string message) => new(statusCode, _exposed.Contains(outcome) ? outcome : null, message);

    private static long? Limit(ActivityContext context, Input<object> input) =>
        ValueConverter.Convert(context.Get(input), new DeclaredType(ValueKind.Int64)) as long?;

    private static string Bytes(long count) => string.Create(CultureInfo.InvariantCulture, $"{count} bytes");

    private void Expose(ActivityBinder binder, string property, string outcome)
    {
        if (binder.RawFlag(property))
        {
            _ = _exposed.Add(outcome);
        }
    }
}
