using System.Globalization;
using WorkflowHost.Sop.Language;

namespace WorkflowHost.Sop.Clocks;

/// <summary>Puts a period into words: 15 日, 3 个工作日, 24 小时.</summary>
public static class PeriodText
{
    public static LocalizedText Of(ClockPeriod period) => Of(period.Unit, period.Amount);

    public static LocalizedText Of(ClockUnit unit, int amount) =>
        Sentence.Of(
            $"period.{unit}" + (amount == 1 ? ".one" : string.Empty),
            ("amount", amount.ToString(CultureInfo.InvariantCulture))).Text;
}
