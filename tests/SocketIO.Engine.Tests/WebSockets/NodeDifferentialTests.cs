using System.Diagnostics;
using System.Text.Json;
using SocketIO.Engine;

namespace SocketIO.Tests;

/// <summary>The same bytes through this reader and through the receiver of npm's <c>ws</c>, which the reference server uses.</summary>
public sealed class NodeDifferentialTests
{
    // One line of hex in, one line of JSON out.
    private const string Script = """
        const Receiver = require(process.argv[1] + '/ws/lib/receiver.js');
        const readline = require('readline');

        readline.createInterface({ input: process.stdin }).on('line', (line) => {
          const receiver = new Receiver({ isServer: true, maxPayload: 1000000, maxFragments: 1024 });
          const seen = [];
          receiver.on('message', (data, isBinary) => seen.push(isBinary ? 'binary ' + data.toString('hex').toUpperCase() : 'text ' + data));
          receiver.on('ping', (data) => seen.push('ping ' + data.toString('hex').toUpperCase()));
          receiver.on('pong', (data) => seen.push('pong ' + data.toString('hex').toUpperCase()));
          receiver.on('conclude', (code, reason) => seen.push(('close ' + (code === 1005 ? '-' : code) + ' ' + reason).trimEnd()));
          receiver.on('error', (error) => {
            const key = Object.getOwnPropertySymbols(error).find((s) => s.description === 'status-code');
            seen.push('error ' + error[key]);
          });
          receiver.write(Buffer.from(line, 'hex'), () => setImmediate(() => console.log(JSON.stringify(seen))));
        });
        """;

    [Fact]
    [Trait("Hostile", "C17")]
    public async Task Every_close_code_is_judged_the_same()
        => await CompareAsync([.. Enumerable.Range(0, 5001).Append(65_535).Select(code => ClientFrames.Close(code))]);

    [Fact]
    [Trait("Hostile", "C12")]
    [Trait("Hostile", "C13")]
    [Trait("Hostile", "C14")]
    [Trait("Hostile", "C15")]
    [Trait("Hostile", "C16")]
    [Trait("Hostile", "C17")]
    [Trait("Hostile", "C19")]
    public async Task Every_broken_rule_has_the_same_code()
        => await CompareAsync([.. FrameReaderTests.BrokenRules.Select(row => row.Data.Item2)]);

    [Fact]
    [Trait("Hostile", "C13")]
    public async Task Every_pair_of_first_bytes_is_judged_the_same()
    {
        byte[] rest = [0x00, 0x02, 1, 2, 3, 4, 5, 6, 7, 8];
        var single = Enumerable.Range(0, 65_536).Where(i => (i & 0x7F) < 6 || (i & 0x7F) >= 125).Select(i => (byte[])[(byte)(i >> 8), (byte)i, .. rest]);
        await CompareAsync([.. single, .. single.Select(bytes => (byte[])[.. ClientFrames.Text("a", fin: false), .. bytes])]);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public async Task Conversations_and_their_mutations_end_the_same(int seed)
    {
        var random = new Random(seed);
        var conversations = new byte[3000][];

        for (var i = 0; i < conversations.Length; i++)
        {
            var bytes = FrameDifferentialTests.Conversation(random);

            if (random.Next(3) > 0)
            {
                FrameDifferentialTests.Mutate(bytes, random);
            }

            conversations[i] = [.. bytes];
        }

        await CompareAsync(conversations);
    }

    private static async Task CompareAsync(byte[][] conversations)
    {
        var theirs = await AskAsync(conversations);

        for (var i = 0; i < conversations.Length; i++)
        {
            var ours = Transcript.Read(conversations[i]).Select(line => line.StartsWith("error", StringComparison.Ordinal) ? $"error {line[^4..]}" : line).ToList();
            var end = ours.FindIndex(line => line.StartsWith("error", StringComparison.Ordinal));

            // After an error this reader still looks for a close frame.
            var compared = end < 0 ? ours : ours.Take(end + 1);
            Assert.True(compared.SequenceEqual(theirs[i]), $"{Convert.ToHexString(conversations[i])}\nours:   {string.Join(" | ", compared)}\ntheirs: {string.Join(" | ", theirs[i])}");
        }
    }

    private static async Task<string[][]> AskAsync(byte[][] conversations)
    {
        var start = new ProcessStartInfo("node") { RedirectStandardInput = true, RedirectStandardOutput = true, ArgumentList = { "-e", Script, NodeScript.Modules } };
        using var node = Process.Start(start)!;

        var writing = Task.Run(async () =>
        {
            foreach (var bytes in conversations)
            {
                // An empty line is a conversation too.
                await node.StandardInput.WriteLineAsync(Convert.ToHexString(bytes));
            }

            node.StandardInput.Close();
        });

        var answers = new string[conversations.Length][];

        for (var i = 0; i < answers.Length; i++)
        {
            var line = await Wait.For($"answer {i}", node.StandardOutput.ReadLineAsync());
            answers[i] = JsonSerializer.Deserialize<string[]>(line!)!;
        }

        await writing;
        await Wait.For("node to end", node.WaitForExitAsync());
        return answers;
    }
}
