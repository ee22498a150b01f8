using System.Diagnostics.CodeAnalysis;

namespace WorkflowHost.Api.Requests;

/// <summary>
/// A choice in a query, by the code the API answers with: <c>?status=open</c>. The framework's own binding wants C#'s
/// spelling and takes numbers, which are no part of the contract.
/// </summary>
public readonly record struct Code<T>(T Value)
    where T : struct, Enum
{
    /// <summary>Called by the framework to bind the parameter.</summary>
    [SuppressMessage("Design", "CA1000", Justification = "The framework looks for it on the type.")]
    public static bool TryParse(string? text, out Code<T> code)
    {
        code = default;
        // The framework's parser also takes numbers and lists, which no answer of the API ever has.
        if (string.IsNullOrEmpty(text) || !text.All(char.IsAsciiLetter) || !Enum.TryParse<T>(text, ignoreCase: true, out var value) || !Enum.IsDefined(value))
        {
            return false;
        }

        code = new Code<T>(value);
        return true;
    }
}
