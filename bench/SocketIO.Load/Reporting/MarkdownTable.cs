namespace SocketIO.Load;

/// <summary>
/// A Markdown table with numbers to the right, padded so that it reads well in a terminal, too.
/// </summary>
internal sealed class MarkdownTable(IReadOnlyList<string> head)
{
    private readonly List<IReadOnlyList<string>> _rows = [];

    public void Add(IReadOnlyList<string> row) => _rows.Add(row);

    public void WriteTo(TextWriter output)
    {
        int[] widths = [.. head.Select((title, column) => _rows.Select(row => row[column].Length).Append(title.Length).Max())];

        WriteRow(output, head, widths);
        output.WriteLine($"| {new string('-', widths[0])} | {string.Join(" | ", widths.Skip(1).Select(width => new string('-', width - 1) + ":"))} |");
        _rows.ForEach(row => WriteRow(output, row, widths));
    }

    private static void WriteRow(TextWriter output, IReadOnlyList<string> row, int[] widths)
        => output.WriteLine($"| {string.Join(" | ", row.Select((cell, column) => column == 0 ? cell.PadRight(widths[0]) : cell.PadLeft(widths[column])))} |");
}
