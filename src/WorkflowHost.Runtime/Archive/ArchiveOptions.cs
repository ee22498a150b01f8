using System.ComponentModel.DataAnnotations;

namespace WorkflowHost.Runtime.Archive;

/// <summary>When cases that are over are moved to the archive, where they are found and read as before.</summary>
public sealed class ArchiveOptions
{
    /// <summary>
    /// How long after its end a case stays at hand; at least <see cref="RuntimeOptions.RepeatWindow"/>, within which earlier cases of a
    /// customer count. Null moves nothing. A default of ours: no regulation names one, all ask only that files are kept.
    /// </summary>
    public TimeSpan? After { get; set; } = TimeSpan.FromDays(365);

    /// <summary>Cases are moved from this time of the day on, when few people work.</summary>
    public TimeOnly From { get; set; } = new(22, 0);

    /// <summary>Until this time of the day, exclusive; the same as <see cref="From"/> means all day.</summary>
    public TimeOnly Until { get; set; } = new(5, 0);

    /// <summary>IANA zone of the two times.</summary>
    public string TimeZone { get; set; } = "Asia/Shanghai";

    /// <summary>Most cases moved in a minute.</summary>
    [Range(1, 10_000)]
    public int Batch { get; set; } = 300;

    /// <summary>Whether an instant is within the hours; they may go over midnight.</summary>
    internal bool IsTime(DateTimeOffset at)
    {
        var time = TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById(TimeZone)).DateTime);
        return From == Until || time.IsBetween(From, Until);
    }

    /// <returns>What is wrong with them, each with its key.</returns>
    internal IEnumerable<string> Faults(TimeSpan repeatWindow)
    {
        if (After < repeatWindow)
        {
            yield return $"Archive:After: expected at least RepeatWindow ({repeatWindow}), within which earlier cases of a customer count, found {After}.";
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
        {
            yield return $"Archive:TimeZone: '{TimeZone}' is no IANA time zone; expected for instance Asia/Shanghai.";
        }
    }
}
