namespace SocketIO.Differential;

/// <summary>Makes the events of the contract, with arguments they are made for.</summary>
internal sealed class Events(Random random, Values values)
{
    private static readonly string[] _rooms = ["red", "green", "blue"];
    private static readonly string[] _questions = ["q-yes", "q-none", "q-many", "q-bin", "q-twice"];

    private long _nextId = 1;

    /// <summary>An event of one client; the others are whom it may name.</summary>
    public Step Any(int client, string ns, int clients)
    {
        var id = random.Next(5) == 0 ? "" : $"{(random.Next(20) == 0 ? 9007199254740000 : 0) + _nextId++}";
        var named = random.Next(clients);
        var other = $"\"{{id:{named}:{ns}}}\"";
        var room = random.Next(8) == 0 ? other : Room();

        return random.Next(44) switch
        {
            0 => Send("echo", values.Arguments()),
            1 => Send("ack-echo", values.Arguments(), "43"),
            2 => Send("ack-none", values.Arguments(1), "43"),
            3 => Send("ack-many", "", "43"),
            4 => Send("ack-bin", "", "461-"),
            5 => Send("ack-twice", "", "43"),
            6 => Send("ack-late", $",{random.Next(4)}", "43"),
            7 => Send("ack-never", values.Arguments(2)),
            8 => Send("describe", values.Arguments(), "43"),
            9 => Send("bin-send", $",{random.Next(300)}"),
            10 => Send("big-send", $",{random.Next(3000)}"),
            11 => Send("utf8-send", ""),
            12 => Send("date-send", ""),
            13 => Send("seq", $",{random.Next(6)}"),
            14 => Send("mixed-seq", ""),
            15 => Send("handshake", "", "43"),
            16 => Send("whoami", "", "43"),
            17 => Send("set-data", $",{values.Object()}", "43"),
            18 or 19 or 20 => Send("join", random.Next(3) == 0 ? $",[{Room()},{Room()}]" : $",{Room()}", "43"),
            21 => Send("leave", $",{Room()}", "43"),
            22 or 23 or 24 or 25 or 26 => Send("cast", $",{Options()},\"news\"{values.Arguments()}", "43"),
            27 => Send("ask", $",{Question()}{values.Arguments(2)}", "4"),
            28 => Send("ask-plain", $",\"{values.Pick("q-yes", "q-many", "q-bin", "q-none")}\"{values.Arguments(2)}", "4"),
            29 => Send("ask-all", $",{(random.Next(2) == 0 ? "null" : room)},{Question()}{values.Arguments(2)}", "4"),
            30 => Send("sockets", random.Next(2) == 0 ? ",null" : $",{room}", "43"),
            31 => Send("rooms-of", "", "43"),
            32 => Send("sockets-join", $",{room},{Room()}", "43"),
            33 => Send("sockets-leave", $",{room},{Room()}", "43"),
            34 => Rarely("sockets-disconnect", $",{other},{Bool()}", named == client ? "41" : null),
            35 => Rarely(values.Pick("bye", "send-then-bye"), values.Pick(",true", ",false", ""), "41"),
            36 => Rarely("drop-engine", "", "END"),
            37 => Send("death-of", $",{other}", "43"),
            38 => Send("has-nsp", $",\"{values.Pick("/", "/custom", "/nowhere", "/dyn-{run}1", "/dyn-{run}2")}\"", "43"),
            39 => Send("count", "", "43"),
            40 => Send(values.Pick("seen", "sent"), "", "43"),
            41 => Send("blocked", values.Arguments(1)),
            42 => Send("rewritten", values.Arguments()),
            _ => Send(values.Pick("only-once", "unknown", "hello", "message", "", "echo ", "ECHO", "é"), values.Arguments()),
        };

        Step Send(string name, string arguments, string? answer = null)
        {
            var quoted = random.Next(30) == 0 && name == "echo" ? "1" : $"\"{name}\"";

            // The bye and the question are answered in the namespace; without an id only the event itself is.
            string[] awaited = answer switch
            {
                null => [],
                "END" => ["END"],
                "41" => [$"41{Prefix(ns)}"],
                _ when id.Length == 0 => [],
                "4" => [$"43{Prefix(ns)}{id}[|461-{Prefix(ns)}{id}["],
                _ => [$"{answer}{Prefix(ns)}{id}["],
            };

            return new Step.Send(client, [$"42{Prefix(ns)}{id}[{quoted}{arguments}]"], awaited);
        }

        Step Rarely(string name, string arguments, string? answer) => random.Next(3) == 0 ? Send(name, arguments, answer) : Send("echo", values.Arguments());
    }

    /// <summary>A binary event that comes back.</summary>
    public Step Binary(int client, string ns)
    {
        var count = random.Next(1, 5);
        var order = Enumerable.Range(0, count).ToArray();

        if (random.Next(3) == 0)
        {
            random.Shuffle(order);
        }

        var arguments = string.Concat(order.Select(n =>
        {
            var placeholder = $"{{\"_placeholder\":true,\"num\":{n}}}";
            return random.Next(3) switch
            {
                0 => $",{{\"a\":{values.Any(2)},\"bin\":{placeholder}}}",
                1 => $",[{placeholder},{values.Any(2)}]",
                _ => $",{placeholder}{values.Arguments(1)}",
            };
        }));

        var (name, answer) = random.Next(4) switch
        {
            0 => ("\"echo\"", ""),
            1 => ("\"ack-echo\"", $"46{count}-"),
            2 => ("\"describe\"", "43"),
            _ => ($"\"cast\",{Options()},\"news\"", "43"),
        };

        var id = $"{_nextId++}";
        return new Step.Send(
            client,
            [$"45{count}-{Prefix(ns)}{id}[{name}{arguments}]", .. Enumerable.Range(0, count).Select(_ => values.Bytes())],
            answer.Length == 0 ? [] : [$"{answer}{Prefix(ns)}{id}["]);
    }

    /// <summary>How a namespace is written in front of a packet.</summary>
    public static string Prefix(string ns) => ns == "/" ? "" : $"{ns},";

    private string Room() => $"\"{values.Pick(_rooms)}\"";

    private string Rooms() => random.Next(3) == 0 ? $"[{Room()},{Room()}]" : Room();

    private string Bool() => values.Pick("true", "false");

    // With a time that is long for what is answered, and short for what is not.
    private string Question() => random.Next(4) == 0 ? $"\"{values.Pick("q-wrong", "q-never")}\",{values.Pick("0", "20")}" : $"\"{values.Pick(_questions)}\",5000";

    private string Options()
    {
        List<string> options = [$"\"from\":\"{values.Pick("server", "socket", "broadcast")}\""];
        Maybe("to", 2, Rooms);
        Maybe("except", 4, Rooms);
        Maybe("local", 5, () => "true");
        Maybe("compress", 5, Bool);
        return $"{{{string.Join(',', options)}}}";

        void Maybe(string name, int oneIn, Func<string> value)
        {
            if (random.Next(oneIn) == 0)
            {
                options.Add($"\"{name}\":{value()}");
            }
        }
    }
}
