using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Data.SqlClient;

namespace WorkflowHost.Runtime.Storage.SqlServer;

/// <summary>
/// Statements that go to the server together, as one text with the parameters of all: one round trip for a whole burst, and the
/// server knows the text again when the next burst has the same shape.
/// </summary>
internal static partial class SqlServerMessage
{
    /// <summary>The server takes 2,100 parameters at once.</summary>
    public const int MostValues = 2_000;

    /// <param name="isWhole">The message is a transaction by itself.</param>
    /// <param name="counts">Of the last statement it is asked how many rows it changed.</param>
    public static void Write(SqlCommand command, IReadOnlyList<SqlServerStatement> statements, bool isWhole, bool counts)
    {
        var text = new StringBuilder("SET NOCOUNT ON;\n");
        if (isWhole)
        {
            text.Append("BEGIN TRANSACTION;\n");
        }

        for (var at = 0; at < statements.Count; at++)
        {
            if (counts && at == statements.Count - 1)
            {
                text.Append("SET NOCOUNT OFF;\n");
            }

            Write(command, text, statements[at], at);
        }

        if (isWhole)
        {
            text.Append("COMMIT TRANSACTION;\n");
        }

#pragma warning disable CA2100 // Constants of the hot path; every value is a parameter.
        command.CommandText = text.ToString();
#pragma warning restore CA2100
    }

    private static void Write(SqlCommand command, StringBuilder text, SqlServerStatement statement, int at)
    {
        var first = command.Parameters.Count;
        foreach (var value in statement.Values)
        {
            value.ParameterName = NameOf(command.Parameters.Count);
            command.Parameters.Add(value);
        }

        text.Append(Parameter().Replace(statement.Sql, match => NameOf(first + int.Parse(match.ValueSpan[2..], CultureInfo.InvariantCulture) - 1)))
            .Replace("{0}", at.ToString(CultureInfo.InvariantCulture))
            .Append(";\n");
        if (statement.Otherwise is { } otherwise)
        {
            text.Append(SqlServerTexts.Demand(otherwise)).Append(";\n");
        }
    }

    private static string NameOf(int value) => "@v" + value.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"@p\d+")]
    private static partial Regex Parameter();
}
