using SocketIO.Tests;

namespace SocketIO.Differential;

/// <summary>Makes transcripts: the same seed makes the same.</summary>
internal sealed class Generator
{
    private static readonly string[] _namespaces = ["/", "/", "/", "/custom", "/hello", "/dyn-{run}1", "/dyn-{run}2"];

    private readonly int _seed;
    private readonly Random _random;
    private readonly Values _values;
    private readonly Events _events;
    private readonly Hostile _hostile;
    private readonly Carriers _carriers;

    private Generator(int seed)
    {
        _seed = seed;
        _random = new Random(seed);
        _values = new Values(_random);
        _events = new Events(_random, _values);
        _hostile = new Hostile(_random, _values);
        _carriers = new Carriers(_random, _values);
    }

    public static Transcript Make(int seed) => new Generator(seed).Make();

    private Transcript Make()
    {
        _values.OddPercent = _random.Next(10) == 0 ? 20 : 0;

        return _random.Next(6) switch
        {
            0 or 1 => Conversation(),
            2 or 3 => Trespass(),
            4 => Carriage(),
            _ => Knocking(),
        };
    }

    // One or two clients whose packets come in unusual ways. Who is thrown out comes back.
    private Transcript Carriage()
    {
        var steps = new List<Step>();
        var ns = _values.Pick("/", "/custom", "/hello");
        var transports = new string[_random.Next(1, 3)];

        for (var client = 0; client < transports.Length; client++)
        {
            Open(client);
        }

        for (var i = _random.Next(4, 10); i > 0; i--)
        {
            var client = _random.Next(transports.Length);
            steps.Add(_events.Any(client, ns, transports.Length));

            if (transports[client] == "websocket")
            {
                steps.Add(_carriers.Frames(client, ns));
            }
            else if (_random.Next(2) == 0)
            {
                steps.Add(_carriers.Post(client, ns));
            }
            else
            {
                steps.Add(_carriers.Upgrade(client));
                steps.Add(_events.Any(client, ns, transports.Length));
            }

            steps.Add(new Step.Leave(client, "close"));
            Open(client);
        }

        return new Transcript($"seed {_seed}", Profile.Main, steps);

        void Open(int client)
        {
            transports[client] = _values.Pick("polling", "lazy", "websocket");
            steps.Add(new Step.Open(client, transports[client]));
            steps.Add(Join(client, ns));
        }
    }

    // One or two clients of which one does what it should not, and is replaced when that was its end.
    private Transcript Trespass()
    {
        var steps = new List<Step>();
        string[] namespaces = [_values.Pick(_namespaces)];
        var clients = _random.Next(1, 3);

        for (var client = 0; client < clients; client++)
        {
            steps.Add(new Step.Open(client, _values.Pick("polling", "lazy", "websocket", "websocket")));
            steps.AddRange(namespaces.Select(ns => Join(client, ns)));
        }

        for (var i = _random.Next(4, 10); i > 0; i--)
        {
            var client = _random.Next(clients);

            switch (_random.Next(8))
            {
                case 0:
                    steps.Add(_events.Any(client, namespaces[0], clients));
                    continue;
                case 1:
                    steps.Add(_hostile.Attachments(client, namespaces[0]));
                    break;
                case 2:
                    steps.Add(_hostile.Engine(client));
                    break;
                case 3 or 4:
                    steps.Add(_hostile.Join(client));
                    continue;
                default:
                    steps.Add(_hostile.Packet(client, namespaces[0]));
                    break;
            }

            steps.Add(new Step.Leave(client, "close"));
            steps.Add(new Step.Open(client, _values.Pick("polling", "lazy", "websocket")));
            steps.Add(Join(client, namespaces[0]));
        }

        return new Transcript($"seed {_seed}", Profile.Main, steps);
    }

    // One to three clients that talk as clients do.
    private Transcript Conversation()
    {
        var clients = _random.Next(1, 4);
        var steps = new List<Step>();
        var namespaces = Enumerable.Range(0, _random.Next(1, 3)).Select(_ => _values.Pick(_namespaces)).Distinct().ToArray();

        for (var client = 0; client < clients; client++)
        {
            steps.Add(new Step.Open(client, _values.Pick("polling", "lazy", "websocket", "websocket")));
            steps.AddRange(namespaces.Select(ns => Join(client, ns)));
        }

        for (var i = _random.Next(6, 20); i > 0; i--)
        {
            var client = _random.Next(clients);
            var ns = _values.Pick(namespaces);
            var step = _random.Next(5) == 0 ? _events.Binary(client, ns) : _events.Any(client, ns, clients);
            steps.Add(step);

            // Mostly comes back after it has been thrown out.
            if (step is Step.Send { Awaited: ["END"] } && _random.Next(4) != 0)
            {
                steps.Add(new Step.Leave(client, "close"));
                steps.Add(new Step.Open(client, _values.Pick("polling", "lazy", "websocket")));
                steps.Add(Join(client, ns));
            }
            else if (step is Step.Send { Awaited: [var awaited] } && awaited.StartsWith("41", StringComparison.Ordinal) && _random.Next(8) != 0)
            {
                steps.Add(Join(client, ns));
            }
        }

        return new Transcript($"seed {_seed}", Profile.Main, steps);
    }

    // Requests of every kind at every profile, with a session or two to name.
    private Transcript Knocking()
    {
        Profile[] profiles = [Profile.Main, Profile.Main, Profile.Cors, Profile.Strict, Profile.WebSocketOnly, Profile.PollingOnly, Profile.Engine, Profile.Compress];
        var profile = profiles[_random.Next(profiles.Length)];
        var requests = new Requests(_random, _values, profile);
        var transports = profile switch
        {
            Profile.WebSocketOnly => ["websocket"],
            Profile.PollingOnly => ["polling"],
            _ => new[] { "polling", "websocket" },
        };

        List<Step> steps = [new Step.Open(0, _values.Pick(transports), Headers: requests.Headers())];
        var sessions = 1;

        for (var i = _random.Next(5, 15); i > 0; i--)
        {
            if (sessions < 3 && _random.Next(6) == 0)
            {
                steps.Add(new Step.Open(sessions++, _values.Pick("polling", "websocket"), _values.Pick("", "&a=1", "&deny=1", "&denymsg=1"), requests.Headers()));
            }
            else
            {
                steps.Add(requests.Any(sessions));
            }
        }

        return new Transcript($"seed {_seed}", profile, steps);
    }

    private Step.Send Join(int client, string ns)
    {
        var auth = _random.Next(3) == 0 ? _values.Object() : "";
        return new Step.Send(client, [$"40{Events.Prefix(ns)}{auth}"], [$"40{Events.Prefix(ns)}"]);
    }
}
