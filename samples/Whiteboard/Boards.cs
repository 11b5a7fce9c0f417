/// <summary>The boards that were used last: this is a sample, and memory is its database.</summary>
internal sealed class Boards(int limit = 50, int maxPoints = 200_000)
{
    private readonly Lock _gate = new();
    private readonly OrderedDictionary<string, Board> _boards = [];

    public Board Open(string name)
    {
        lock (_gate)
        {
            var board = _boards.GetValueOrDefault(name) ?? new Board(maxPoints);
            _boards.Remove(name);
            _boards.Add(name, board);

            if (_boards.Count > limit)
            {
                _boards.RemoveAt(0);
            }

            return board;
        }
    }
}
