using System.Globalization;
using System.Security;

namespace SocketIO.Load;

/// <summary>
/// Draws results as an SVG image: for each scenario a bar for each server, as long as its ratio to npm's.
/// </summary>
internal sealed class Chart(Results results)
{
    private const string Reference = "npm";
    private const int Width = 820;
    private const int Left = 90;
    private const int Bar = 9;
    private const int Gap = 10;
    private const int Top = 56;
    private const double MaxRatio = 1.6;

    // Readable on a light page and on a dark one.
    private static readonly string[] s_colours = ["#2f81f7", "#8b949e", "#d29922", "#a371f7"];

    private readonly string[] _servers = [.. results.Servers.Where(server => !server.StartsWith("ours-", StringComparison.Ordinal))];

    public void WriteTo(TextWriter output)
    {
        var rows = (List<(string Name, Func<ScenarioResult, double?> Figure)>)
        [
            .. results.Scenarios(r => r.ServerMicroseconds).Select(name => (name, (Func<ScenarioResult, double?>)(r => r.ServerMicroseconds))),
            .. results.Scenarios(r => r.IdleCollectedKiB).Select(name => (name, (Func<ScenarioResult, double?>)(r => r.IdleCollectedKiB))),
        ];

        var rowHeight = (_servers.Length * Bar) + Gap;
        var height = Top + (rows.Count * rowHeight) + Gap;

        output.WriteLine(FormattableString.Invariant(
            $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {height}" width="{Width}" height="{height}" font-family="system-ui, sans-serif" font-size="12" fill="#768390">"""));
        output.WriteLine("<title>Server CPU per message and memory per idle connection, as ratios to npm's socket.io; shorter is better</title>");
        output.WriteLine(FormattableString.Invariant($"""<text x="{Left}" y="16">CPU per message, memory per idle connection: ratio to npm's socket.io. Shorter is better.</text>"""));

        for (var i = 0; i < _servers.Length; i++)
        {
            var x = Left + (i * 110);
            output.WriteLine(FormattableString.Invariant(
                $"""<rect x="{x}" y="27" width="10" height="10" fill="{s_colours[i % s_colours.Length]}"/><text x="{x + 15}" y="36">{Escape(_servers[i])}</text>"""));
        }

        for (var i = 0; i < rows.Count; i++)
        {
            WriteRow(output, rows[i].Name, rows[i].Figure, Top + (i * rowHeight));
        }

        // Where npm's bars end.
        output.WriteLine(FormattableString.Invariant(
            $"""<line x1="{X(1)}" y1="{Top - 6}" x2="{X(1)}" y2="{height - Gap}" stroke="#768390" stroke-dasharray="3 3"/>"""));
        output.WriteLine("</svg>");
    }

    private void WriteRow(TextWriter output, string scenario, Func<ScenarioResult, double?> figure, int y)
    {
        output.WriteLine(FormattableString.Invariant(
            $"""<text x="{Left - 8}" y="{y + (_servers.Length * Bar / 2) + 4}" text-anchor="end">{Escape(scenario)}</text>"""));

        for (var i = 0; i < _servers.Length; i++)
        {
            if (results.Median(scenario, _servers[i], figure) / results.Median(scenario, Reference, figure) is not { } ratio)
            {
                continue;
            }

            var top = y + (i * Bar);
            var end = X(Math.Min(ratio, MaxRatio));
            output.WriteLine(FormattableString.Invariant($"""<rect x="{Left}" y="{top}" width="{end - Left:0.#}" height="{Bar - 1}" fill="{s_colours[i % s_colours.Length]}"/>""")
                + FormattableString.Invariant($"""<text x="{end + 4:0.#}" y="{top + Bar - 1}" font-size="9">{ratio.ToString("0.00", CultureInfo.InvariantCulture)}</text>"""));
        }
    }

    private static double X(double ratio) => Left + (ratio / MaxRatio * (Width - Left - 40));

    private static string Escape(string text) => SecurityElement.Escape(text);
}
