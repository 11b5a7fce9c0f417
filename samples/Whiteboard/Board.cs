/// <summary>
/// A picture, as the lines it was drawn with. What is told to others is told under the lock that keeps the picture: emitting queues before it returns,
/// so that everyone gets lines, clearings and whole pictures in the one order in which they happened, and sees the same in the end.
/// </summary>
internal sealed class Board(int maxPoints)
{
    private readonly Lock _gate = new();
    private readonly Queue<Line> _lines = new();
    private int _points;

    public ValueTask ShowAsync(Func<Line[], ValueTask> show)
    {
        lock (_gate)
        {
            return show([.. _lines]);
        }
    }

    public ValueTask AddAsync(Line line, Func<ValueTask> tell)
    {
        lock (_gate)
        {
            _lines.Enqueue(line);
            _points += line.Points.Length;

            // Who comes late sees what was drawn last: the beginning of a very long picture is forgotten.
            while (_points > maxPoints)
            {
                _points -= _lines.Dequeue().Points.Length;
            }

            return tell();
        }
    }

    public ValueTask ClearAsync(Func<ValueTask> tell)
    {
        lock (_gate)
        {
            _lines.Clear();
            _points = 0;
            return tell();
        }
    }
}
