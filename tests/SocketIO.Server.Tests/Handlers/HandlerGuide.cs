using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using SocketIO.Protocol;
using SocketIO.Tests;

namespace SocketIO.Server.Tests;

/// <summary>The tables of docs/guide/handlers.md, each row with what it promises.</summary>
internal static partial class HandlerGuide
{
    public enum Colour
    {
        Red = 1,
        Blue = 2,
    }

    public sealed class Clock
    {
        public string Now => "noon";
    }

    public interface IMissing;

    public sealed record Picture(string Name, byte[] Pixels);

    public sealed record Point(int X, int Y);

    // Row, handler, arguments on the wire, acknowledgement on the wire; none when the arguments do not bind.
    public static TheoryData<string, Delegate, string, string?> Injected => new()
    {
        { "`ServerSocket`", (ServerSocket socket, string a) => a + socket.Connected, "\"x\"", "[\"xTrue\"]" },
        { "`SocketIOServer`", (string a, SocketIOServer io) => a + io.Name, "\"x\"", "[\"x/\"]" },
        { "`ServerNamespace`", (ServerNamespace ns) => ns.Name, "", "[\"/\"]" },
        { "`CancellationToken`", (CancellationToken token) => token.CanBeCanceled && !token.IsCancellationRequested, "", "[true]" },
        { "`ClaimsPrincipal`", (ClaimsPrincipal user) => user.Identity!.IsAuthenticated, "", "[false]" },
        { "`Ack`", (string a, Ack ack, string b) => ack.SendAsync(b, a), "\"a\",\"b\"", "[\"b\",\"a\"]" },
        { "`EventContext`", (EventContext context, int b) => context.Ack.SendAsync(context.EventName, context.Arguments.Count, b), "7,8", "[\"e\",2,7]" },
        { "`EventArguments`", (int first, EventArguments all) => first + all.Count, "5,6", "[7]" },
        { "`IServiceProvider`", (IServiceProvider services) => services.GetRequiredService<Clock>().Now, "", "[\"noon\"]" },
        { "a registered service", (string a, Clock clock) => a + clock.Now, "\"x\"", "[\"xnoon\"]" },
        { "a registered service", (IEnumerable<Clock> clocks) => clocks.Count(), "", "[1]" },
        { "`[FromServices] T`", ([FromServices] Clock clock) => clock.Now, "", "[\"noon\"]" },
        { "`[FromServices] T?`", ([FromServices] IMissing? missing, [FromServices] Clock? clock) => $"{missing is null} {clock!.Now}", "", "[\"True noon\"]" },
        { "`[FromServices] T?`", ([FromServices] IMissing missing = null!) => missing is null, "", "[true]" },
        { "`[FromKeyedServices(\"key\")] T`", ([FromKeyedServices("key")] Clock keyed, Clock plain, string a) => a + (keyed != plain), "\"x\"", "[\"xTrue\"]" },
        { "`[FromKeyedServices(\"key\")] T`", ([FromKeyedServices("no key")] Clock? missing) => missing is null, "", "[true]" },
    };

    public static TheoryData<string, Delegate, string, string?> Read => new()
    {
        { "`string`", (string a) => a, "\"x\"", "[\"x\"]" },
        { "`string`", (string? a) => a is null, "null", "[true]" },
        { "`string`", (string a) => a, "5", null },
        { "`bool`", (bool a, bool b) => a && !b, "true,false", "[true]" },
        { "`bool`", (bool a) => a, "0", null },
        { "`int`, `long`, `short`, `byte`", (int a, long b, short c, byte d) => a + b + c + d, "1,3000000000,-2,255", "[3000000254]" },
        { "`int`, `long`, `short`, `byte`", (int a) => a, "1.5", null },
        { "`int`, `long`, `short`, `byte`", (byte a) => a, "256", null },
        { "`double`, `float`, `decimal`", (double a, float b, decimal c) => (decimal)a + (decimal)b + c, "1.5,0.25,2.1", "[3.85]" },
        { "`DateTime`, `DateTimeOffset`", (DateTime a, DateTimeOffset b) => a.ToUniversalTime() == b.UtcDateTime, "\"2026-01-02T03:04:05.678Z\",\"2026-01-02T04:04:05.678+01:00\"", "[true]" },
        { "`DateTime`, `DateTimeOffset`", (DateTime a) => a, "\"2026-01-02T03:04:05.678Z\"", "[\"2026-01-02T03:04:05.678Z\"]" },
        { "`DateOnly`, `TimeOnly`, `TimeSpan`", (DateOnly a, TimeOnly b, TimeSpan c) => a.Day + b.Minute + c.Seconds, "\"2026-11-22\",\"12:30:00\",\"00:00:05\"", "[57]" },
        { "`Guid`, `Uri`", (Guid a, Uri b) => $"{a:N} {b.Host}", "\"00000000-0000-0000-0000-000000000001\",\"https://a.test/\"", "[\"00000000000000000000000000000001 a.test\"]" },
        { "`Guid`, `Uri`", (Guid a) => a, "\"no\"", null },
        { "an enum", (Colour a) => a.ToString(), "2", "[\"Blue\"]" },
        { "an enum", (Colour a) => a.ToString(), "\"Blue\"", null },
        { "`T?` of a value type", (int? a, DateTime? b) => a ?? (b is null ? -1 : 0), "null,null", "[-1]" },
        { "`T?` of a value type", (Colour? a) => (int)a!, "1", "[1]" },
        { "a class, record or struct", (Point a) => a.X * a.Y, "{\"x\":6,\"Y\":7}", "[42]" },
        { "a class, record or struct", (Point a) => a.X + a.Y, "{\"x\":6}", "[6]" },
        { "a class, record or struct", (Point a) => a.X, "[1]", null },
        { "a list or dictionary", (List<int> a, Dictionary<string, Point> b, IReadOnlyList<string> c) => a.Count + b["k"].X + c.Count, "[1,2],{\"k\":{\"x\":5}},[\"z\"]", "[8]" },
        { "`JsonElement`, `JsonNode`, `object`", (JsonElement a, JsonNode b, object c) => $"{a} {b["k"]} {c}", "1,{\"k\":2},3", "[\"1 2 3\"]" },
        { "`EventArgument`", (EventArgument a, EventArgument b) => a.Get<int>() + b.Get<string>(), "1,\"x\"", "[\"1x\"]" },
        { "`byte[]`, `ReadOnlyMemory<byte>`", (byte[] a, ReadOnlyMemory<byte> b) => a.Length + b.Length, "{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}", "[6]" },
        { "`byte[]`, `ReadOnlyMemory<byte>`", (byte[] a) => a, "{\"_placeholder\":1}", null },
        { "binary in a record", (Picture a) => a.Name + a.Pixels[2], "{\"name\":\"n\",\"pixels\":{\"_placeholder\":true,\"num\":0}}", "[\"n3\"]" },
        { "`T[]` or `params` in last place", (string a, int[] rest) => a + rest.Sum(), "\"s\",1,2,3", "[\"s6\"]" },
        { "`T[]` or `params` in last place", (params Point[] rest) => rest.Length, "", "[0]" },
        { "`T[]` or `params` in last place", (params IReadOnlyList<int> rest) => rest.Count, "1,2", "[2]" },
        { "`T[]` or `params` in last place", (byte[][] rest) => rest.Length, "{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}", "[2]" },
        { "`T[]` or `params` in last place", (string[] rest) => rest.Length, "[\"a\",\"b\"]", "[2]" },
        { "`T[]` or `params` in last place", (int[] rest) => rest.Length, "1,\"x\"", null },
        { "`T[]` elsewhere", (int[] a, string b) => a.Length + b, "[1,2],\"x\"", "[\"2x\"]" },
        { "a parameter with a default value", (string a, int b = 5, Colour c = Colour.Blue, string? d = null) => $"{a}{b}{c}{d is null}", "\"a\"", "[\"a5BlueTrue\"]" },
        { "a parameter with a default value", (int a = 5) => a, "null", "[5]" },
        { "a parameter with a default value", (int a = 5) => a, "6", "[6]" },
        { "a parameter with a default value", (int a = 5) => a, "\"x\"", null },
    };

    public static TheoryData<string, Delegate, string, string?> Returned => new()
    {
        { "nothing", () => { }, "", "[]" },
        { "`Task`, `ValueTask`", () => Task.CompletedTask, "", "[]" },
        { "`Task`, `ValueTask`", async () => await Task.Yield(), "", "[]" },
        { "`Task`, `ValueTask`", static async ValueTask () => await Task.Yield(), "", "[]" },
        { "a value", () => new Point(1, 2), "", "[{\"x\":1,\"y\":2}]" },
        { "a value", () => new[] { 1, 2 }, "", "[[1,2]]" },
        { "a value", () => Colour.Blue, "", "[2]" },
        { "`Task<T>`, `ValueTask<T>`", () => Task.FromResult("x"), "", "[\"x\"]" },
        { "`Task<T>`, `ValueTask<T>`", static async ValueTask<int> () => { await Task.Yield(); return 6; }, "", "[6]" },
        { "a tuple", () => (1, "two", (object?)null), "", "[1,\"two\",null]" },
        { "a tuple", async () => { await Task.Yield(); return (1, "b"); }, "", "[1,\"b\"]" },
        { "a tuple", () => ValueTask.FromResult<(int, int)?>((1, 2)), "", "[1,2]" },
        { "`null`", () => (string?)null, "", "[null]" },
        { "`null`", () => ((int, int)?)null, "", "[null]" },
        { "binary", () => new Picture("n", [1]), "", "[{\"name\":\"n\",\"pixels\":{\"_placeholder\":true,\"num\":0}}]" },
        { "binary", () => new byte[] { 1 }, "", "[{\"_placeholder\":true,\"num\":0}]" },
        { "`EventArguments`", (EventArguments all) => all, "{\"k\": 1},2", "[{\"k\": 1},2]" },
        { "nothing, but took an `Ack`", (Ack ack) => { _ = ack.SendAsync("early"); }, "", "[\"early\"]" },
        { "nothing, but took an `Ack`", (Ack ack) => { _ = ack; }, "", null },
        { "an exception", int () => throw new InvalidOperationException("no"), "", null },
    };

    /// <summary>Reads the first column of a table.</summary>
    /// <param name="head">How the table begins.</param>
    public static IEnumerable<string> Rows(string head)
    {
        var page = File.ReadAllText(Checkout.PathTo("docs", "guide", "handlers.md"));
        var table = page[page.IndexOf(head, StringComparison.Ordinal)..];
        return Row().Matches(table[..table.IndexOf("\n\n", StringComparison.Ordinal)]).Skip(2).Select(row => row.Groups[1].Value);
    }

    [GeneratedRegex(@"^\| (.*?) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
