using System.Text.RegularExpressions;

namespace SocketIO.ClientInterop;

/// <summary>One run of a script: a client, the servers that it is given, and the transcript of what happened.</summary>
internal sealed partial class Play : IAsyncDisposable
{
    private readonly Kit _kit;
    private readonly List<IAsyncDisposable> _owned = [];
    private readonly List<string> _notes = [];
    private readonly HashSet<string> _apart = ["ping"];
    private readonly HashSet<string> _forgiven = [];
    private readonly HashSet<int> _hidden = [];
    private readonly List<Line> _states = [];
    private bool _isJudged;
    private bool _hasOffsets;

    private Play(Kit kit, Driver client)
    {
        _kit = kit;
        Program = client;
    }

    /// <summary>Gets the program that is played with.</summary>
    public Driver Program { get; }

    public Lines Lines => Program.Lines;

    /// <summary>Plays a script with one of the programs.</summary>
    public static async Task<Transcript> RunAsync(Kit kit, string name, string[] program, Func<Play, Task> script)
    {
        Driver client;

        try
        {
            client = await kit.DriverAsync(name, program);
        }
        catch (Exception e)
        {
            return new Transcript(name, [], e);
        }

        await using var play = new Play(kit, client);
        Exception? failure = null;

        try
        {
            await script(play);
        }
        catch (Exception e)
        {
            failure = e;
            client.IsSpent = true;
        }

        var lines = Normaliser.Render(play.Told(), play._states, play._notes, play._forgiven, isUpgrading: play._apart.Contains("upgrade"));
        return new Transcript(name, play._hasOffsets ? [.. lines.Select(line => Offset().Replace(line, "\"<offset>\"],\"event\":\"news\""))] : lines, failure);
    }

    /// <summary>Adds something to the transcript that the client does not say itself.</summary>
    public void Note(string text) => _notes.Add(text);

    /// <summary>Lines of this kind happen at any time: the transcript has none of them. A script that wants one waits for it.</summary>
    public void Apart(string kind) => _apart.Add(kind);

    /// <summary>What lines of this kind say beyond their kind does not count.</summary>
    public void Forgive(string kind) => _forgiven.Add(kind);

    /// <summary>The offsets of connection state recovery differ each time: those that end the arguments of an event say no more than that they are there.</summary>
    public void WithoutOffsets() => _hasOffsets = true;

    /// <summary>The lines are no part of the transcript: what counts of them the script has judged itself.</summary>
    public void ForgetLines() => _isJudged = true;

    /// <summary>All that the client has said counts, and nothing may follow for this long.</summary>
    public async Task QuietAsync(int milliseconds)
    {
        // The one wait in this kit for time to pass: that nothing happens can be seen in no other way.
        await Task.Delay(TimeSpan.FromMilliseconds(milliseconds), TimeProvider.System);
        Lines.Settle();
    }

    public T Owns<T>(T owned)
        where T : IAsyncDisposable
    {
        _owned.Add(owned);
        return owned;
    }

    public async ValueTask DisposeAsync()
    {
        await Program.DisposeAsync();

        for (var i = _owned.Count - 1; i >= 0; i--)
        {
            await _owned[i].DisposeAsync();
        }
    }

    private IEnumerable<Line> Told()
        => _isJudged ? [] : Lines.Told.Where(line => !_apart.Contains(line.On) && !_hidden.Contains(line.Reply));

    // The id of a stored packet, at the end of the arguments.
    [GeneratedRegex("\"[A-Za-z0-9_.-]{7,}\"\\],\"event\":\"news\"")]
    private static partial Regex Offset();
}
