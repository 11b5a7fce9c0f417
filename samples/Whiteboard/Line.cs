using System.Text.RegularExpressions;

/// <summary>What one movement of a pen leaves behind: x and y in turn, on a board of 1600 by 1200. A long stroke is drawn as many of these.</summary>
internal sealed partial record Line(string Colour, int Width, int[] Points)
{
    /// <summary>Whether it can be drawn: it comes from a browser, and goes to all others.</summary>
    public bool IsSound
        => Width is > 0 and <= 100
            && Points.Length is >= 2 and <= 2000
            && Points.Length % 2 == 0
            && Array.TrueForAll(Points, value => value is > -10_000 and < 10_000)
            && Colours().IsMatch(Colour);

    [GeneratedRegex(@"\A#[0-9a-f]{6}\z")]
    private static partial Regex Colours();
}
