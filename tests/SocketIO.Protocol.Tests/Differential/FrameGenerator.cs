using System.Text;

namespace SocketIO.Protocol.Tests;

/// <summary>Makes Socket.IO packets, most of them nearly right. The same seed makes the same packets.</summary>
internal sealed class FrameGenerator(int seed)
{
    private const string Noise = "0123456789-/,[]{}\":\\. \tenulrfas\u00a0\ufeff\u00e9\u2028+#_x";

    private static readonly string[] _namespaces = ["", "", "", "/,", "/admin,", "/a b,", "/?x=1,", "/\u00e9\u20ac,", "/admin", "/__proto__,"];
    private static readonly string[] _ackIds = ["", "", "", "0", "7", "12", "007", "9007199254740991", "9007199254740992", "99999999999999999999", " ", "1 2", "-1", "1.5", "1e3"];
    private static readonly string[] _counts = ["1", "1", "1", "2", "2", "3", "01", "0", "10", "11", "99999", "000001", "", " 1", "+1", "1e0", "0x1", "1.5"];

    private static readonly string[] _names =
    [
        "\"a\"", "\"a\"", "\"hello world\"", "\"\"", "\"connect\"", "\"disconnect\"", "\"newListener\"", "\"\\u0063onnect\"", "\"\\ud800\"", "\"\u20ac\\n\"",
        "1", "-5", "0", "-0", "1.5", "1e3", "1e999", "null", "true", "[\"a\"]", "{\"toString\":1}",
    ];

    private static readonly string[] _scalars =
    [
        "0", "1", "-1", "3.14", "-0.0", "1e10", "1E-7", "1e400", "123456789012345678901234567890", "true", "false", "null", "\"\"", "\"text\"", "\"\\u0041\\n\\\"\"",
        "\"\u00e9\u20ac\ud83d\ude00\"", "\"\\ud83d\\ude00\"", "\"\\ud83d\"", "\"\\udc00x\"", "\"\\u0000\"", "\"/\\/\"", "\"\u007f\u2028\"", "{}", "[]", "[[]]", "01", "NaN", "'x'", "undefined",
    ];

    private static readonly string[] _keys = ["\"a\"", "\"b\"", "\"a\"", "\"__proto__\"", "\"1\"", "\"\\u0061\"", "\"num\"", "\"_placeholder\"", "\"\""];
    private static readonly string[] _numbers = ["0", "0", "0", "1", "2", "-1", "-0", "0.5", "0.0", "1e0", "\"0\"", "null", "99"];

    private readonly Random _random = new(seed);

    /// <summary>Makes what a connection may send: texts, and attachments after those that announce some.</summary>
    public List<object> Transcript()
    {
        var frames = new List<object>();

        for (var i = _random.Next(1, 4); i > 0; i--)
        {
            var text = Packet();
            frames.Add(text);

            // Mostly as many as announced, at times one more or less.
            var announced = text is ['5' or '6', >= '1' and <= '9', '-', ..] ? text[1] - '0' : 0;
            var count = Math.Clamp(announced + (_random.Next(12) == 0 ? _random.Next(-1, 2) : 0), 0, 10);

            for (var j = 0; j < count; j++)
            {
                var attachment = new byte[_random.Next(4)];
                _random.NextBytes(attachment);
                frames.Add(attachment);
            }
        }

        return frames;
    }

    /// <summary>Makes one packet.</summary>
    public string Packet()
    {
        var type = _random.Next(20) switch
        {
            < 9 => '2',
            < 12 => '5',
            < 14 => '3',
            < 15 => '6',
            < 17 => '0',
            17 => '1',
            18 => '4',
            _ => Pick(["7", "9", "x", " ", "\u0661"])[0],
        };

        var text = new StringBuilder().Append(type);
        var attachments = 0;

        if (type is '5' or '6')
        {
            var count = Pick(_counts);
            _ = int.TryParse(count, out attachments);
            text.Append(count).Append(_random.Next(20) == 0 ? "" : "-");
        }

        text.Append(Pick(_namespaces));

        if (type is '2' or '3' or '5' or '6' || _random.Next(10) == 0)
        {
            text.Append(Pick(_ackIds));
        }

        text.Append(Payload(type, Math.Min(attachments, 12)));
        return _random.Next(3) == 0 ? Mutate(text.ToString()) : text.ToString();
    }

    /// <summary>Changes a text in a few places.</summary>
    public string Mutate(string text)
    {
        var result = new StringBuilder(text);

        for (var i = _random.Next(1, 4); i > 0; i--)
        {
            var at = _random.Next(result.Length + 1);

            switch (_random.Next(5))
            {
                case 0 when at < result.Length:
                    result.Remove(at, _random.Next(1, Math.Min(8, result.Length - at) + 1));
                    break;

                case 1 when at < result.Length:
                    result[at] = Noise[_random.Next(Noise.Length)];
                    break;

                case 2:
                    var from = _random.Next(result.Length + 1);
                    result.Insert(at, result.ToString(from, _random.Next(Math.Min(20, result.Length - from) + 1)));
                    break;

                case 3:
                    result.Length = at;
                    break;

                default:
                    result.Insert(at, Noise[_random.Next(Noise.Length)]);
                    break;
            }
        }

        // What was cut in the middle of a pair is not text, and could not be sent.
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(result.ToString()));
    }

    private string Payload(char type, int attachments)
    {
        if (_random.Next(25) == 0)
        {
            return _random.Next(2) == 0 ? "" : Value(0);
        }

        switch (type)
        {
            case '0':
                return _random.Next(2) == 0 ? "" : Object(0);

            case '1':
                return "";

            case '4':
                return _random.Next(2) == 0 ? "\"no\"" : Object(0);
        }

        var items = new List<string>();

        if (type is '2' or '5')
        {
            items.Add(_random.Next(3) == 0 ? Pick(_names) : "\"event\"");
        }

        for (var i = _random.Next(4); i > 0; i--)
        {
            items.Add(Value(0));
        }

        for (var i = 0; i < attachments; i++)
        {
            var number = _random.Next(8) == 0 ? Pick(_numbers) : $"{i}";
            var placeholder = _random.Next(6) == 0 ? $"{{\"num\":{number},\"x\":1,\"_placeholder\":true}}" : $"{{\"_placeholder\":true,\"num\":{number}}}";
            items.Insert(Math.Min(items.Count, _random.Next(1, 4)), _random.Next(3) == 0 ? $"{{\"k\":[{placeholder}]}}" : placeholder);
        }

        return _random.Next(60) == 0
            ? string.Concat(Enumerable.Repeat("[", _random.Next(60, 70))) + string.Join(',', items)
            : $"[{string.Join(_random.Next(8) == 0 ? " ,\n" : ",", items)}]";
    }

    private string Value(int depth) => _random.Next(10) switch
    {
        0 when depth < 4 => Object(depth + 1),
        1 when depth < 4 => $"[{string.Join(',', Enumerable.Range(0, _random.Next(4)).Select(_ => Value(depth + 1)))}]",
        2 when _random.Next(4) == 0 => $"{string.Concat(Enumerable.Repeat("[", _random.Next(60, 66)))}{new string(']', 62)}",

        // The ones at the end of the list are no JSON: not too often.
        _ => _scalars[_random.Next(_random.Next(30) == 0 ? _scalars.Length : _scalars.Length - 4)],
    };

    private string Object(int depth)
        => $"{{{string.Join(',', Enumerable.Range(0, _random.Next(4)).Select(_ => $"{Pick(_keys)}:{Value(depth + 1)}"))}}}";

    private string Pick(string[] choices) => choices[_random.Next(choices.Length)];
}
