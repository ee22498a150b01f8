using Jint.Runtime;

namespace WorkflowHost.Engine.Scripting;

/// <summary>The clock scripts see: it stands at the instant of the burst, in UTC.</summary>
internal sealed class BurstTime : ITimeSystem
{
    private static readonly DefaultTimeSystem Parsing = new(TimeZoneInfo.Utc, System.Globalization.CultureInfo.InvariantCulture);

    public DateTimeOffset Now { get; set; }

    public TimeZoneInfo DefaultTimeZone => TimeZoneInfo.Utc;

    public DateTimeOffset GetUtcNow() => Now;

    public bool TryParse(string date, out long epochMilliseconds) => Parsing.TryParse(date, out epochMilliseconds);

    public TimeSpan GetUtcOffset(long epochMilliseconds) => TimeSpan.Zero;
}
