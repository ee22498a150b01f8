using System.Collections;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;

namespace WorkflowHost.Engine.Bursts;

/// <summary>
/// What happened in one burst, in order. Kept as few bytes a line, since most bursts are never asked for it; an entry is made when it is read.
/// Immutable once the burst has ended.
/// </summary>
internal sealed class BurstJournal(WorkflowProgram program, DateTimeOffset at, int capacity) : IReadOnlyList<JournalEntry>
{
    private Line[] _lines = new Line[capacity];

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
                line.Detail as string);
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

    public IEnumerator<JournalEntry> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <param name="Instance">The number of the activity instance.</param>
    /// <param name="Detail">The outcomes as an array, or the message as a text.</param>
    /// <param name="Node">The place of its node in the program.</param>
    /// <param name="Event">What happened to it.</param>
    private readonly record struct Line(ulong Instance, object? Detail, int Node, JournalEvent Event);
}
