using System.Globalization;
using System.Text.RegularExpressions;

namespace SocketIO.Differential;

/// <summary>
/// What each server chooses by itself (ids, ports, times) and the names that stand for it. What is sent is filled in with this
/// server's values, what comes back is put in terms of the names, so that both servers' answers can be compared.
/// </summary>
internal sealed partial class Tokens(int run, int port)
{
    private readonly Lock _gate = new();
    private readonly List<(string Name, string Value)> _all = [];
    private readonly Dictionary<string, long> _questions = [];

    public string Run { get; } = $"{run:D7}";

    /// <summary>The ids of the sockets that were seen, in the order of their appearance.</summary>
    public string[] SocketIds
    {
        get
        {
            lock (_gate)
            {
                return [.. _all.Where(t => t.Name.StartsWith("{id:", StringComparison.Ordinal)).Select(t => t.Value)];
            }
        }
    }

    public void Add(string name, string value)
    {
        lock (_gate)
        {
            // A socket that joins again is another one.
            var taken = _all.Count(t => t.Name == name || t.Name.StartsWith($"{name}#", StringComparison.Ordinal));

            if (_all.All(t => t.Value != value))
            {
                _all.Add((taken == 0 ? name : $"{name}#{taken}", value));
            }
        }
    }

    /// <summary>The value of the latest of this name.</summary>
    public string? Find(string name)
    {
        lock (_gate)
        {
            return _all.FindLast(t => t.Name == name || t.Name.StartsWith($"{name}#", StringComparison.Ordinal)).Value;
        }
    }

    public string Fill(string text)
        => Placeholder().Replace(text.Replace("{run}", Run, StringComparison.Ordinal), match => Find(match.Value) ?? "00000000000000000000");

    public string Hide(string text)
    {
        lock (_gate)
        {
            foreach (var (name, value) in _all)
            {
                text = text.Replace(value, name, StringComparison.Ordinal);
            }
        }

        text = text.Replace($":{port}", ":{port}", StringComparison.Ordinal).Replace(Run, "{run}", StringComparison.Ordinal);
        text = Time().Replace(text, "\"time\":\"{time}\"");
        return Issued().Replace(text, "\"issued\":0");
    }

    /// <summary>
    /// Numbers what a namespace asks from the first question of this play on: earlier plays may have left the servers with different numbers, when one of them
    /// handled an event that the other, as told in the list of differences, did not.
    /// </summary>
    public string HideQuestion(string line)
    {
        if (WirePacket.Parse(line) is not { Type: '2' or '5', Id.Length: > 0 } question)
        {
            return line;
        }

        lock (_gate)
        {
            var id = long.Parse(question.Id, CultureInfo.InvariantCulture);
            _questions.TryAdd(question.Namespace, id);
            return $"{line[..^(question.Id.Length + question.Payload.Length)]}{{question:{id - _questions[question.Namespace]}}}{question.Payload}";
        }
    }

    [GeneratedRegex(@"\{sid:\d\}|\{id:\d:[^}]*\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex("\"time\":\"[A-Z][a-z]{2} [A-Z][a-z]{2} \\d\\d \\d{4} \\d\\d:\\d\\d:\\d\\d GMT\\+0000 \\(Coordinated Universal Time\\)\"")]
    private static partial Regex Time();

    [GeneratedRegex("\"issued\":1\\d{12}(?!\\d)")]
    private static partial Regex Issued();
}
