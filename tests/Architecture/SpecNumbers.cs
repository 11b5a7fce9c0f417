using System.Globalization;

namespace SocketIO.Tests;

/// <summary>The numbered facts: which exist, and which of them server and client promise.</summary>
internal static class SpecNumbers
{
    private static readonly HashSet<string> All =
    [
        .. Expand("EIO-001..137"), .. Expand("V3-001..035"), .. Expand("SRV-001..132"), .. Expand("CLI-001..100"), .. Expand("PAR-001..032"),
        .. Expand("ADP-001..085"), .. Expand("OPS-001..041"), .. Expand("T-01..118"), .. Expand("TST-001..186"),
        .. Expand("A1..27"), .. Expand("B1..35"), .. Expand("C1..29"), .. Expand("D1..17"), .. Expand("E1..11"), .. Expand("F1..25"),
        .. Expand("G1..23"), .. Expand("H1..32"), .. Expand("I1..24"), .. Expand("J1..15"), .. Expand("K1..9"), .. Expand("L1..14"), .. Expand("M1..19"),
    ];

    /// <summary>Engine.IO in both revisions and its errors, the parsers, the server, the client, troubleshooting, the suites, hostile input to both ends, the adapters for which there is a broker here.</summary>
    public static IReadOnlyList<string> Promised { get; } =
    [
        .. Expand("EIO-001..137"), .. Expand("V3-001..035"), .. Expand("PAR-001..032"), .. Expand("SRV-001..132"), .. Expand("CLI-001..100"),
        .. Expand("T-05..118"), .. Expand("TST-001..153"), .. Expand("TST-170..186"),
        .. Expand("A1..27"), .. Expand("B1..35"), .. Expand("C1..29"), .. Expand("D1..17"), .. Expand("E1..11"), .. Expand("F1..25"),
        .. Expand("G1..23"), .. Expand("H1..32"), .. Expand("I1..24"), .. Expand("M1..19"),
        .. Expand("ADP-001..062"), .. Expand("ADP-073..084"),
    ];

    public static bool Exists(string number) => All.Contains(number);

    /// <summary>"EIO-095..099" is five facts, "EIO-095" one.</summary>
    public static IEnumerable<string> Expand(string range)
    {
        var ends = range.Split("..");

        if (ends.Length == 1)
        {
            return [range];
        }

        var prefix = ends[0].TrimEnd("0123456789".ToCharArray());
        var first = ends[0][prefix.Length..];
        var from = int.Parse(first, CultureInfo.InvariantCulture);
        var to = int.Parse(ends[1], CultureInfo.InvariantCulture);
        return Enumerable.Range(from, to - from + 1).Select(number => prefix + number.ToString(new string('0', first.Length), CultureInfo.InvariantCulture));
    }
}
