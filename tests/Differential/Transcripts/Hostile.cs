namespace SocketIO.Differential;

/// <summary>Makes what no client should send, and what few do.</summary>
internal sealed class Hostile(Random random, Values values)
{
    private const string Noise = "0123456789-/,[]{}\":\\. \teé€_x";

    private static readonly string[] _packets =
    [
        "4", "40", "41", "42", "43", "44", "45", "46", "47", "48", "4x", "4 ", "4-", "4[]", "4null", "4\"x\"",
        "42[]", "42{}", "42null", "42\"echo\"", "42[null]", "42[true]", "42[[\"echo\"]]", "42[{}]", "42[1.5]", "42[1,\"x\"]", "42[0]", "42[-1,2]", "42[\"\"]", "42[\"echo\"", "42[\"echo\"]]",
        "42[\"echo\",]", "42[,\"echo\"]", "42[\"echo\" 1]", "42['echo']", "42[\"echo\",NaN]", "42[\"echo\",01]", "42[\"echo\",1e400]", "42[\"echo\",\"\\ud800\"]", "42[\"echo\",\"\\x\"]", "42[\"echo\",\"\t\"]",
        "42abc[\"echo\"]", "42/[\"echo\"]", "42/,[\"ack-none\"]", "42/,7[\"ack-none\"]", "42//,[\"echo\"]", "42/nowhere,[\"echo\"]", "42/custom,[\"echo\"]", "42/custom[\"echo\"]",
        "42 [\"echo\"]", "42\n[\"echo\"]", "42[\"echo\"] ", "42[\"echo\"]x", "42-1[\"ack-none\"]", "42+1[\"ack-none\"]", "421.5[\"ack-none\"]", "4201[\"ack-none\"]", "42007[\"ack-none\"]",
        "4299999999999999999999[\"ack-none\"]", "429007199254740993[\"ack-none\"]", "421e3[\"ack-none\"]", "42\u0661[\"ack-none\"]",
        "42[\"connect\"]", "42[\"connect_error\"]", "42[\"disconnect\"]", "42[\"disconnecting\"]", "42[\"newListener\"]", "42[\"removeListener\"]", "42[\"error\"]", "42[\"error\",1]", "42[\"message\"]",
        "42[\"__proto__\"]", "42[\"constructor\"]", "42[\"toString\"]", "42[\"hasOwnProperty\",1]",
        "43[]", "430[]", "431[1]", "43999[\"x\"]", "43{}", "431{}", "431null", "431", "43-1[]", "43/nowhere,1[]",
        "41{}", "41[]", "41null", "41\"bye\"", "41,", "41/", "41/,", "41/nowhere,", "41/custom", "41 ", "4112",
        "44", "44{}", "44{\"message\":\"x\"}", "44\"no\"", "44/custom,{}",
        "40{}", "40/", "40/,", "40null", "40[]", "40\"x\"", "401", "40true", "40{", "40{\"a\":1", "40{\"a\":1}x", "40 {}", "40{}{}", "407{}",
        "40/nowhere", "40/nowhere,", "40/nowhere,{\"a\":1}", "40/custom", "40/custom{}", "40/custom,[]", "40/custom,null", "40/custom,5", "40/CUSTOM,", "40/custom/,", "40//custom,", "40custom,", "40/custom?x=1,", "40/custom ,", "40/dyn-,", "40/dyn-x,",
        "40/dyn-1a,", "40/fn-,{\"allow\":true}", "40/fn-é,{\"allow\":true}", "40/__proto__,", "40/constructor,",
        "45", "450-[]", "450-[\"echo\"]", "451-[\"echo\"]", "451-[\"echo\",1]", "45-[\"echo\"]", "45x-[\"echo\"]", "451[\"echo\"]", "451.5-[\"echo\"]", "45-1-[\"echo\"]", "4501-[\"echo\",{\"_placeholder\":true,\"num\":0}]", "4511-[\"echo\"]",
        "4599999-[\"echo\"]", "45999999999999999999-[\"echo\"]", "451-", "451-{}", "451-null", "461-[]", "461-1[]", "460-1[]", "45woooot", "45 1-[\"echo\"]",
        "451-[\"echo\",{\"_placeholder\":true,\"num\":1}]", "451-[\"echo\",{\"_placeholder\":true,\"num\":-1}]", "451-[\"echo\",{\"_placeholder\":true,\"num\":\"0\"}]", "451-[\"echo\",{\"_placeholder\":true}]",
        "451-[\"echo\",{\"_placeholder\":true,\"num\":0.0}]", "451-[\"echo\",{\"_placeholder\":1,\"num\":0}]", "451-[\"echo\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":0}]", "451-[{\"_placeholder\":true,\"num\":0},\"echo\"]",
        "42[\"echo\",{\"_placeholder\":true,\"num\":0}]", "42[\"ack-echo\",{\"_placeholder\":true}]", "421[\"describe\",{\"_placeholder\":true,\"num\":0}]",
    ];

    private static readonly string[] _enginePackets = ["", "0", "0{}", "1", "1x", "2", "2probe", "2x", "3", "3probe", "3x", "5", "5x", "6", "6x", "7", "8", "9", "x", "b", "bAQID", "b!", "bAQI", "bAQID=", "b AQ=", "-", " 4", "é"];

    /// <summary>Something from the catalogue of bad packets, or a good one that was damaged.</summary>
    public Step Packet(int client, string ns) => new Step.Send(client, Packets(ns), []);

    /// <summary>Something that only Engine.IO looks at.</summary>
    public Step Engine(int client) => new Step.Send(client, [values.Pick(_enginePackets)], []);

    /// <summary>A good binary packet with one attachment too few or too many, or something else in between.</summary>
    public Step Attachments(int client, string ns)
    {
        var prefix = Events.Prefix(ns);
        var header = $"452-{prefix}{random.Next(100)}[\"ack-echo\",{{\"_placeholder\":true,\"num\":0}},{{\"_placeholder\":true,\"num\":1}}]";

        return new Step.Send(
            client,
            random.Next(12) switch
            {
                8 => [$"451-{prefix}[\"echo\",1]", values.Bytes()],
                9 => [$"451-{prefix}[\"echo\",{{\"_placeholder\":true,\"num\":0}},{{\"_placeholder\":true,\"num\":0}}]", values.Bytes()],
                10 => [$"452-{prefix}[\"echo\",{{\"_placeholder\":true,\"num\":0}}]", values.Bytes(), values.Bytes()],
                11 => [$"451-{prefix}[\"echo\",{{\"_placeholder\":true,\"num\":{values.Pick("0.0", "0e0", "-0", "1", "\"0\"", "null")}}}]", values.Bytes()],
                0 => [header, values.Bytes()],
                1 => [header, values.Bytes(), values.Bytes(), values.Bytes()],
                2 => [values.Bytes(), header],
                3 => [header, "42" + prefix + "[\"echo\"]"],
                4 => [header, values.Bytes(), "41" + prefix],
                5 => [header, values.Bytes(), "3", values.Bytes()],
                6 => [header, values.Bytes(), header],
                _ => [header, values.Bytes(), values.Bytes()],
            },
            []);
    }

    /// <summary>Joins and leaves in every way.</summary>
    public Step Join(int client)
    {
        var (ns, auth) = random.Next(20) switch
        {
            0 => ("/auth", "{\"token\":\"plain\"}"),
            1 => ("/auth", "{\"token\":\"secret\"}"),
            2 => ("/auth", "{\"token\":\"async\"}"),
            3 => ("/auth", values.Pick("", "{}", "{\"token\":1}", "{\"token\":\"\"}", "{\"token\":\"other\"}")),
            4 => ("/fn-a", "{\"allow\":true}"),
            5 => ("/fn-b", values.Pick("", "{\"allow\":false}", "{\"allow\":1}", "{\"allow\":\"true\"}", "{}")),
            6 => ("/kick", ""),
            7 => ("/kick-close", ""),
            8 => ("/late", ""),
            9 => (values.Pick("/nowhere", "/custom/", "/dyn-x", "/Custom", "/é", "/dyn-1x", "/a b", "/fn", "/auth?token=secret"), ""),
            10 => ("/dyn-{run}3", ""),
            11 => ("/custom", values.Object()),
            _ => (values.Pick("/", "/custom", "/hello", "/dyn-{run}1", "/dyn-{run}2"), random.Next(2) == 0 ? "" : values.Object()),
        };

        var prefix = Events.Prefix(ns);

        return random.Next(8) switch
        {
            0 => new Step.Send(client, [$"41{prefix}"], []),
            1 when ns == "/late" => new Step.Send(client, ["42/late,1[\"hello\"]"], []),
            _ => new Step.Send(client, [$"40{prefix}{auth}"], ns switch
            {
                "/late" => ["42/late,[\"armed\"]"],
                "/kick" => [$"41{prefix}"],
                "/kick-close" => ["END"],
                _ => [$"40{prefix}|44{prefix}"],
            }),
        };
    }

    /// <summary>Changes a text in a few places.</summary>
    public string Damaged(string text)
    {
        for (var i = random.Next(1, 3); i > 0; i--)
        {
            var at = random.Next(text.Length + 1);

            text = random.Next(4) switch
            {
                0 when at < text.Length => text.Remove(at, 1),
                1 when at < text.Length => text[..at] + Noise[random.Next(Noise.Length)] + text[(at + 1)..],
                2 => text[..at],
                _ => text.Insert(at, $"{Noise[random.Next(Noise.Length)]}"),
            };
        }

        return text;
    }

    private string[] Packets(string ns)
    {
        var good = $"42{Events.Prefix(ns)}{random.Next(50)}[\"{values.Pick("echo", "ack-echo", "describe")}\"{values.Arguments()}]";

        return random.Next(6) switch
        {
            0 => [Damaged(good)],
            1 => [good, values.Pick(_packets), good],
            _ => [values.Pick(_packets)],
        };
    }
}
