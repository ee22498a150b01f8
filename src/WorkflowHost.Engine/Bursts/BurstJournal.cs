using System.Collections;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.Values;

namespace WorkflowHost.Engine.Bursts;

/// <summary>
/// What happened in one burst, in order. Kept as few bytes a line, since most bursts are never asked for it; an entry is made when it is read.
/// Immutable once the burst has ended.
/// </summary>
internal sealed class BurstJournal(WorkflowProgram program, DateTimeOffset at, int capacity) : IReadOnlyList<JournalEntry>
{
    private Line[] _lines = new Line[capacity];
    private List<(ulong Instance, string Name, object? Value)>? _given;

    public int Count { get; private set; }

    public JournalEntry this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            var line = _lines[index];
            var node = program.Nodes[line.Node];
            return new JournalEntry(
                at,
                line.Event,
                node.ActivityId,
                node.NodeId,
                InstanceNumber.Text(line.Instance),
                node.Type,
                node.Name,
                line.Detail as IReadOnlyList<string> ?? [],
                line.Detail as string)
            {
                Values = line.Event switch
                {
                    JournalEvent.Started => line.Detail is object?[] evaluated ? Evaluated(node, evaluated) : null,
                    JournalEvent.Completed or JournalEvent.Suspended => Given(line.Instance),
                    _ => null,
                },
            };
        }
    }

    public void Add(ActivityContext context, JournalEvent what, object? detail)
    {
        if (Count == _lines.Length)
        {
            Array.Resize(ref _lines, Math.Max(8, Count * 2));
        }

        _lines[Count++] = new Line(context.Number, detail, context.Node.Index, what);
    }

    /// <summary>The activity whose start was noted last has its inputs. They are not copied: nobody may ever ask.</summary>
    public void Evaluated(ActivityContext context)
    {
        if (context.EvaluatedInputs is { } inputs && _lines[Count - 1] is { Event: JournalEvent.Started } last && last.Instance == context.Number)
        {
            _lines[Count - 1] = last with { Detail = inputs };
        }
    }

    public void Gave(ActivityContext context, string output, object? value) => (_given ??= []).Add((context.Number, output, value));

    public IEnumerator<JournalEntry> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static List<JournalValue> Evaluated(ProgramNode node, object?[] values) =>
    [
        .. from input in node.Inputs
           where input is { IsFixed: false, IsSensitive: false } && !ReferenceEquals(values[input.Slot], ActivityContext.NotEvaluated)
           select new JournalValue(input.Name, JsonValues.Wrap(values[input.Slot])),
    ];

    private List<JournalValue>? Given(ulong instance) => _given is null
        ? null
        : [.. from each in _given where each.Instance == instance select new JournalValue(each.Name, JsonValues.Wrap(each.Value))];

    /// <param name="Instance">The number of the activity instance.</param>
    /// <param name="Detail">The outcomes or the evaluated inputs as an array, or the message as a text.</param>
    /// <param name="Node">The place of its node in the program.</param>
    /// <param name="Event">What happened to it.</param>
    private readonly record struct Line(ulong Instance, object? Detail, int Node, JournalEvent Event);
}
