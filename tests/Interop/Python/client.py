"""
Drives Debian's python3-socketio against a contract server. One line of JSON for each case on stdout.

client.py --list               the names of the cases
client.py PORT TRANSPORT       runs them
"""
import json
import sys
import threading
import traceback

import socketio

from relay import Relay

CASES = []


def case(function):
    CASES.append(function)
    return function


def name_of(function):
    return function.__name__.replace("_", " ")


class Connection:
    """A client that keeps what it receives until somebody asks for it."""

    def __init__(self, port, transport, namespaces=("/",), auth=None, query="", **options):
        self._received = {}
        self._arrived = threading.Condition()
        self.client = socketio.Client(**{"reconnection": False, **options})

        for namespace in namespaces:
            for event in ["connect", "disconnect", "connect_error", "echoed", "bin", "num", "m", "auth", "big", "greeting", "greeting-bin"]:
                self.client.on(event, lambda *args, event=event: self._note(event, args), namespace=namespace)

        self.client.on("question", lambda n, data: (n + 1, data + b"\x09"), namespace=namespaces[0])
        transports = {"polling": ["polling"], "websocket": ["websocket"], "upgrade": ["polling", "websocket"]}[transport]
        self.client.connect(f"http://127.0.0.1:{port}{query}", auth=auth, namespaces=list(namespaces), transports=transports, wait_timeout=15)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.client.disconnect()

    def wait(self, name, count=1):
        with self._arrived:
            if not self._arrived.wait_for(lambda: len(self._received.get(name, [])) >= count, 15):
                raise TimeoutError(f"waited for {count} {name}, got {self._received}")
            return self._received.pop(name)

    def call(self, *args, **kwargs):
        return self.client.call(*args, timeout=15, **kwargs)

    def echo(self, *args):
        self.client.emit("echo", args)
        (echoed,) = self.wait("echoed")
        return echoed

    def _note(self, name, args):
        with self._arrived:
            self._received.setdefault(name, []).append(args)
            self._arrived.notify_all()


def equal(expected, actual):
    assert expected == actual, f"expected {expected}, got {actual}"


@case
def connect(port, transport):
    with Connection(port, transport) as connection:
        equal("polling" if transport == "polling" else "websocket", connection.client.transport())
        who = connection.call("whoami")
        equal((4, connection.client.sid, connection.client.get_sid()), (who["protocol"], who["clientId"], who["id"]))


@case
def a_namespace_with_a_query_and_auth(port, transport):
    with Connection(port, transport, ["/custom"], {"token": "t0k", "n": [1, None]}, "?token=a%20b") as connection:
        equal([({"token": "t0k", "n": [1, None]},)], connection.wait("auth"))
        equal("/custom", connection.call("whoami", namespace="/custom")["nsp"])
        equal("a b", connection.call("handshake", namespace="/custom")["query"]["token"])


@case
def two_namespaces_on_one_connection(port, transport):
    with Connection(port, transport, ["/", "/hello"]) as connection:
        equal([("welcome", {"n": 1})], connection.wait("greeting"))
        equal([(b"\x09\x08\x07",)], connection.wait("greeting-bin"))
        equal(connection.call("whoami")["clientId"], connection.call("whoami", namespace="/hello")["clientId"])


@case
def a_refusal_by_a_middleware(port, transport):
    refused = socketio.Client(reconnection=False)
    reasons = []
    done = threading.Event()
    refused.on("connect_error", lambda reason: (reasons.append(reason), done.set()), namespace="/auth")
    transports = ["websocket"] if transport == "websocket" else ["polling"]

    # Its connect() waits for namespaces that will not come, and only then says so.
    try:
        refused.connect(f"http://127.0.0.1:{port}", auth={"token": "wrong"}, namespaces=["/auth"], transports=transports, wait_timeout=1)
        raise AssertionError("the refused client connected")
    except socketio.exceptions.ConnectionError:
        assert done.wait(15), "no refusal"
        equal([{"message": "not authorized", "data": {"code": "E_AUTH", "retry": False}}], reasons)


@case
def events(port, transport):
    with Connection(port, transport) as connection:
        equal(("text", 1, -2.5, True, None, {"a": [1]}), connection.echo("text", 1, -2.5, True, None, {"a": [1]}))
        equal(("héllo € 😀 тест",), connection.echo("héllo € 😀 тест"))


@case
def events_keep_their_order(port, transport):
    # python-engineio refuses payloads of more than 16 packets.
    with Connection(port, transport) as connection:
        connection.client.emit("seq", 12)
        equal([(n,) for n in range(12)], connection.wait("num", 12))


@case
def acknowledgements_both_ways(port, transport):
    with Connection(port, transport) as connection:
        equal((1, "two", {"three": 3}, [4], None, True), connection.call("ack-many"))
        equal({"ok": True, "values": [42, b"\x01\x02\x09"]}, connection.call("ask", ("question", 5000, 41, b"\x01\x02")))


@case
def binary_both_ways(port, transport):
    with Connection(port, transport) as connection:
        equal((b"\x00\xff", {"nested": [b""]}), connection.echo(b"\x00\xff", {"nested": [b""]}))
        equal(("x", {"y": b"\x01"}), connection.call("ack-echo", ("x", {"y": b"\x01"})))
        connection.client.emit("bin-send", 3)
        equal([({"a": b"\x00\x01\x02", "list": [b"\x01\x02", "x"], "text": "t"},)], connection.wait("bin"))
        connection.client.emit("mixed-seq")
        equal([(0,), (b"\x01",), (2,), ({"b": b"\x03"},), (4,)], connection.wait("m", 5))


@case
def large_payloads_both_ways(port, transport):
    with Connection(port, transport) as connection:
        equal(("ab€d" * 75_000,), connection.echo("ab€d" * 75_000))
        data = bytes(i % 256 for i in range(400_000))
        equal([{"t": "bin", "len": 400_000, "sum": sum(data) % 65521}], connection.call("describe", data))
        connection.client.emit("bin-send", 400_000)
        ((received,),) = connection.wait("bin")
        equal(data, received["a"])


@case
def reconnection_after_the_connection_was_lost(port, transport):
    relay = Relay(port)

    with Connection(relay.port, transport, reconnection=True, reconnection_delay=0.02, reconnection_delay_max=0.05) as connection:
        connection.wait("connect")
        before = connection.call("whoami")["clientId"]

        with relay.down():
            connection.wait("disconnect")

        connection.wait("connect")
        assert connection.call("whoami")["clientId"] != before, "the same session"


@case
def disconnection_by_the_server(port, transport):
    for close in [False, True]:
        with Connection(port, transport, ["/custom"]) as connection:
            connection.client.emit("send-then-bye", close, namespace="/custom")
            equal([("last words",)], connection.wait("echoed"))
            connection.wait("disconnect")


def error_of(body, *args):
    try:
        body(*args)
        return None
    except Exception:
        return traceback.format_exc()


if sys.argv[1] == "--list":
    for body in CASES:
        print(json.dumps(name_of(body)))
else:
    for body in CASES:
        print(json.dumps({"case": name_of(body), "error": error_of(body, int(sys.argv[1]), sys.argv[2])}), flush=True)
