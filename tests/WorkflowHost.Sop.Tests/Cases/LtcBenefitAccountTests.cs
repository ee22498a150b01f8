using System.Globalization;
using System.Text.Json.Nodes;
using WorkflowHost.Sop.Cases;
using static WorkflowHost.Sop.Tests.Cases.CaseSimulator;

namespace WorkflowHost.Sop.Tests.Cases;

/// <summary>
/// Whatever happens to a benefit and in whichever order it is entered, what was paid in the end is its days times the rate of each
/// day, no day twice and none forgotten.
/// </summary>
public sealed class LtcBenefitAccountTests
{
    [Fact]
    public void Benefit_OverAnyCourse_IsPaidForEachOfItsDaysOnce()
    {
        for (var seed = 1; seed <= 40; seed++)
        {
            var course = new Course(seed);
            course.Run();
            Assert.True(course.Owed().SequenceEqual(course.Booked()), $"Seed {seed}: {string.Join("; ", course.Story)}\nowed {string.Join(", ", course.Owed())}\nbooked {string.Join(", ", course.Booked())}");
            Assert.True(course.Owed().Sum(month => month.Amount) == course.Moved, $"Seed {seed}: {string.Join("; ", course.Story)}\nowed {string.Join(", ", course.Owed())}\nmoved {course.Moved}");
        }
    }

    /// <summary>One life with a benefit, and beside it what is known of each day, counted apart from the SOP.</summary>
    private sealed class Course(int seed)
    {
        private static readonly DateOnly First = new(2026, 9, 1);

        private readonly Random _random = new(seed);
        private readonly CaseSimulator _sim = LtcScenarioTests.InCare();
        private readonly List<(DateOnly From, decimal Amount)> _rates = [(First, 3000)];
        private readonly List<(DateOnly From, DateOnly Until)> _stays = [];
        private DateOnly _end = DateOnly.MaxValue;
        private bool _isHigh;

        public List<string> Story { get; } = [];

        /// <summary>Money that left the insurer less what came back, beginning with the first month.</summary>
        public decimal Moved { get; private set; } = 3000;

        private DateOnly Today => DateOnly.FromDateTime(_sim.Now.DateTime);

        public void Run()
        {
            _sim.AdvanceTo("2026-09-03T10:00:00");
            for (var turn = 0; turn < 14; turn++)
            {
                Wait(3 + _random.Next(25));
                if (_random.Next(3) > 0)
                {
                    Settle();
                }

                switch (_random.Next(4))
                {
                    case 0 when !IsOpen("resume"):
                        Suspend(Today.AddDays(2 - _random.Next(25)));
                        break;
                    case 1 when IsOpen("resume"):
                        Resume();
                        break;
                    case 2:
                        Adjust();
                        break;
                    default:
                        break;
                }
            }

            End();
            for (var round = 0; round < 8 && _sim.State.Status == CaseStatus.Open; round++)
            {
                Settle();
                if (_sim.State.Status == CaseStatus.Open)
                {
                    Wait(20);
                }

                if (IsOpen("resume"))
                {
                    Resume();
                }
            }

            Assert.True(_sim.State.Status == CaseStatus.Ended, $"Seed {seed}: {string.Join("; ", Story)}; open {string.Join(", ", _sim.State.Tasks.Select(t => t.ActivityId))}, {_sim.State.Data.Text("benefitDueText")}");
        }

        /// <summary>Each month's money: its days, each at a share of that day's monthly amount.</summary>
        public IEnumerable<(string Month, decimal Amount)> Owed()
        {
            var sums = new SortedDictionary<string, decimal>(StringComparer.Ordinal);
            for (var day = First; day < _end; day = day.AddDays(1))
            {
                if (!_stays.Any(stay => day >= stay.From && day < stay.Until))
                {
                    var month = day.ToString("yyyy-MM", CultureInfo.InvariantCulture);
                    var cents = _rates.Last(rate => rate.From <= day).Amount * 100;
                    sums[month] = sums.GetValueOrDefault(month) + cents;
                }
            }

            return sums.Select(sum => (sum.Key, Math.Round(sum.Value / DateTime.DaysInMonth(int.Parse(sum.Key[..4], CultureInfo.InvariantCulture), int.Parse(sum.Key[5..], CultureInfo.InvariantCulture)), MidpointRounding.AwayFromZero) / 100))
                .Where(sum => sum.Item2 != 0);
        }

        /// <summary>Each month's money as the case's account has it.</summary>
        public IEnumerable<(string Month, decimal Amount)> Booked() => _sim.State.Data["benefitPayments"]!.AsArray()
            .Select(row => ((string)row!["month"]!, decimal.Parse(row["amount"]!.ToString(), CultureInfo.InvariantCulture)))
            .Append(("2026-09", 3000m))
            .GroupBy(row => row.Item1, StringComparer.Ordinal)
            .Select(month => (month.Key, month.Sum(row => row.Item2)))
            .Where(month => month.Item2 != 0)
            .OrderBy(month => month.Key, StringComparer.Ordinal);

        private bool IsOpen(string activityId) => _sim.State.Tasks.Any(task => task.ActivityId == activityId);

        private void Wait(int days) => _sim.AdvanceTo(Today.AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + "T10:00:00");

        private string Now => _sim.Now.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);

        private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

        /// <summary>Works off what waits to be checked and paid, as its forms allow; sometimes it stops between the two.</summary>
        private void Settle()
        {
            for (var step = 0; step < 8 && (IsOpen("monthlyCheck") || IsOpen("monthlyPay") || IsOpen("overpaid")); step++)
            {
                if (IsOpen("overpaid"))
                {
                    Moved -= LtcWalks.Yuan(_sim, "benefitOverpaid");
                    LtcWalks.Returned(_sim);
                    Story.Add($"{Now} returned");
                }
                else if (IsOpen("monthlyPay"))
                {
                    var isAsChecked = LtcWalks.Yuan(_sim, "benefitPayable") == LtcWalks.Yuan(_sim, "monthlyDueAmount");
                    Moved += isAsChecked ? LtcWalks.Yuan(_sim, "benefitPayable") : 0;
                    Story.Add($"{Now} {(isAsChecked ? "paid" : "sent back")} {_sim.State.Data.Text("benefitDueText")}");
                    _sim.Complete("monthlyPay", OtherClaims, isAsChecked ? "paid" : "returned", isAsChecked
                        ? LtcWalks.Monthly(Now, LtcWalks.Yuan(_sim, "benefitPayable"))
                        : new JsonObject { ["monthlyReturnNote"] = "待遇有变动。" });
                }
                else if (LtcWalks.Yuan(_sim, "benefitDue") is var due and > 0)
                {
                    _sim.Complete("monthlyCheck", Claims, "due", LtcWalks.MonthDue(due));
                    if (_end == DateOnly.MaxValue && _random.Next(4) == 0)
                    {
                        return;
                    }
                }
                else
                {
                    _sim.Complete("monthlyCheck", Claims, "not_due", new JsonObject { ["monthlyNote"] = "待遇暂停。" });
                    Story.Add($"{Now} nothing due");
                }
            }
        }

        private void Suspend(DateOnly from)
        {
            Report("hospital");
            _sim.Complete("suspension", Claims, "suspended", new JsonObject { ["suspensionReason"] = "hospital", ["suspendFrom"] = Iso(from), ["suspensionNote"] = "已核实。" });
            _stays.Add((from, DateOnly.MaxValue));
            Story.Add($"{Now} suspended from {from}");
        }

        private void Resume()
        {
            var from = _stays[^1].From;
            if (from > Today)
            {
                return;
            }

            var until = from.AddDays(_random.Next(Today.DayNumber - from.DayNumber + 1));
            _sim.Complete("resume", Coordinator, "resumed", new JsonObject { ["resumeFrom"] = Iso(until), ["resumeNote"] = "已出院。" });
            _stays[^1] = (from, until);
            Story.Add($"{Now} resumed from {until}");
        }

        private void Adjust()
        {
            _isHigh = !_isHigh;
            Reassess(LtcForms.Scale(cognition: _isHigh ? 3 : 6));
            var amount = 1000 + (_random.Next(300_000) / 100m);
            var from = Today.AddDays(40 - _random.Next(80));
            _sim.Complete("adjust", Claims, "adjusted", new JsonObject { ["adjustedAmount"] = amount, ["adjustFrom"] = Iso(from), ["adjustNote"] = "等级变化。" });
            _rates.Add((from, amount));
            Story.Add($"{Now} {amount} from {from}");
        }

        private void Reassess(JsonObject scale)
        {
            _sim.Raise("reassess", Coordinator, new JsonObject { ["reassessCause"] = "condition_change", ["reassessGrounds"] = "有变化。" });
            if (IsOpen("earlyReview"))
            {
                _sim.Complete("earlyReview", Manager, "approved", LtcForms.Note("earlyNote"));
            }

            LtcWalks.Reassess(_sim, scale, Now);
        }

        private void End()
        {
            if (_random.Next(3) == 0)
            {
                Reassess(LtcForms.Scale(adl: 50));
                _end = Today.AddDays(30 - _random.Next(70));
                _sim.Complete("adjust", Claims, "ended", new JsonObject { ["adjustFrom"] = Iso(_end), ["adjustNote"] = "低于准入等级。" });
                if (IsOpen("resume"))
                {
                    Resume();
                }
            }
            else if (IsOpen("resume"))
            {
                _end = _stays[^1].From;
                _sim.Complete("resume", Coordinator, "ended", LtcForms.Note("resumeNote"));
            }
            else
            {
                _end = Today.AddDays(30 - _random.Next(70));
                Report("died");
                _sim.Complete("suspension", Claims, "ended", new JsonObject { ["suspensionReason"] = "died", ["suspendFrom"] = Iso(_end), ["suspensionNote"] = "已核实。" });
            }

            Story.Add($"{Now} ended from {_end}");
        }

        private void Report(string reason) => _sim.Raise("suspendBenefit", Agent, new JsonObject { ["suspendReportReason"] = reason, ["suspendReportNote"] = "家属来电。" });
    }
}
