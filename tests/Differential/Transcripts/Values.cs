using System.Text;

namespace SocketIO.Differential;

/// <summary>Makes JSON values as JSON.stringify would write them, and at times in other ways.</summary>
internal sealed class Values(Random random)
{
    private static readonly string[] _plain =
    [
        "0", "1", "-1", "42", "3.14", "-0.5", "1e+21", "1.5e-7", "9007199254740991", "-9007199254740991", "123456789012", "true", "false", "null",
        "\"\"", "\"text\"", "\"a b\"", "\"é€\"", "\"😀 тест 漢字\"", "\"\\n\\t\\\\\\\"\"", "\"\\u0000\\u001f\"", "\"/\"", "\"\u007f\u2028\u2029\"", "\"[1,2]\"", "\"2[\\\"echo\\\"]\"",
        "\"_placeholder\"", "\"__proto__\"", "{}", "[]", "[[]]", "[null]",
    ];

    // The same values, written as JSON.stringify does not write them.
    private static readonly string[] _odd =
    [
        "1.0", "-0", "1E3", "1e3", "0.10", "100000000000000000000000", "12345678901234567890", "\"\\u0041\"", "\"\\/\"", "\"\\u00e9\"", "\"\\ud83d\\ude00\"",
        "{\"a\":1,\"a\":2}", "{\"b\":1,\"1\":2,\"0\":3}", "[ 1 , 2 ]", "{ \"a\" : 1 }", "{\"\\u0061\":1}",
    ];

    private static readonly string[] _keys = ["a", "b", "key", "é", "", "x y", "_placeholder", "num", "constructor", "toString", "Z"];

    /// <summary>Gets or sets how many values in a hundred are written in an odd way.</summary>
    public int OddPercent { get; set; }

    public string Any(int depth = 0) => random.Next(100) < OddPercent ? Pick(_odd) : random.Next(8) switch
    {
        0 when depth < 4 => Object(depth),
        1 when depth < 4 => Array(depth),
        2 when random.Next(8) == 0 => Text(random.Next(200)),
        3 => $"{random.Next(-1000, 1000)}",
        _ => Pick(_plain),
    };

    public string Object(int depth = 0)
    {
        var keys = Enumerable.Range(0, random.Next(4)).Select(_ => Pick(_keys)).Distinct().Where(key => key != "_placeholder" || random.Next(4) == 0);
        return $"{{{string.Join(',', keys.Select(key => $"\"{key}\":{Any(depth + 1)}"))}}}";
    }

    public string Array(int depth = 0) => $"[{string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => Any(depth + 1)))}]";

    /// <summary>Arguments behind the name of an event, each with its comma.</summary>
    public string Arguments(int most = 4) => string.Concat(Enumerable.Range(0, random.Next(most + 1)).Select(_ => $",{Any()}"));

    /// <summary>A random attachment in base64.</summary>
    public string Bytes(int most = 12)
    {
        var bytes = new byte[random.Next(most + 1)];
        random.NextBytes(bytes);
        return $"b{Convert.ToBase64String(bytes)}";
    }

    public string Pick(params string[] choices) => choices[random.Next(choices.Length)];

    private string Text(int length)
    {
        var text = new StringBuilder("\"");

        for (var i = 0; i < length; i++)
        {
            var c = (char)random.Next(0x20, 0x250);
            text.Append(c is '"' or '\\' ? 'x' : c);
        }

        return text.Append('"').ToString();
    }
}
