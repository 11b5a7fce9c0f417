"""Drives Debian's python3-socketio against a contract server: client.py URL TRANSPORT; prints "ok" or fails."""
import sys
import threading

import socketio

url, transport = sys.argv[1], sys.argv[2]
transports = {"polling": ["polling"], "websocket": ["websocket"], "upgrade": ["polling", "websocket"]}[transport]
client = socketio.Client(reconnection=False)
received = {}
arrived = threading.Condition()


def note(name, *args):
    with arrived:
        received.setdefault(name, []).append(list(args))
        arrived.notify_all()


def wait(name, count=1):
    with arrived:
        if not arrived.wait_for(lambda: len(received.get(name, [])) >= count, 15):
            sys.exit(f"waited for {count} {name}, got {received.get(name)}")
        return received.pop(name)


def equal(expected, actual):
    if expected != actual:
        sys.exit(f"expected {expected}, got {actual}")


for event in ["echoed", "bin", "num"]:
    client.on(event, lambda *args, event=event: note(event, *args))

client.on("auth", lambda payload: note("auth", payload), namespace="/custom")
client.on("question", lambda n, data: (n + 1, data + b"\x09"))
client.on("disconnect", lambda *_: note("disconnect"))
client.on("connect_error", lambda *args: note("refused", *args), namespace="/auth")

client.connect(f"{url}?token=a%20b", auth={"token": "t0k"}, namespaces=["/", "/custom"], transports=transports, wait_timeout=15)
equal([[{"token": "t0k"}]], wait("auth"))
equal({"websocket": "websocket", "upgrade": "websocket", "polling": "polling"}[transport], client.transport())

client.emit("echo", ("déjà 😀", 1, -2.5, True, None, {"a": [1]}))
equal([["déjà 😀", 1, -2.5, True, None, {"a": [1]}]], wait("echoed"))
client.emit("echo", (b"\x00\xff", {"nested": [b""]}))
equal([[b"\x00\xff", {"nested": [b""]}]], wait("echoed"))
client.emit("echo", "ab€d" * 50_000)
equal([["ab€d" * 50_000]], wait("echoed"))

equal(("x", {"y": b"\x01"}), client.call("ack-echo", ("x", {"y": b"\x01"}), timeout=15))
equal({"ok": True, "values": [42, b"\x01\x02\x09"]}, client.call("ask", ("question", 5000, 41, b"\x01\x02"), timeout=15))

# python-engineio refuses payloads of more than 16 packets.
client.emit("seq", 12)
equal([[n] for n in range(12)], wait("num", 12))
client.emit("bin-send", 3)
equal([[{"a": b"\x00\x01\x02", "list": [b"\x01\x02", "x"], "text": "t"}]], wait("bin"))
equal("/custom", client.call("whoami", namespace="/custom", timeout=15)["nsp"])

client.emit("bye", False)
wait("disconnect")
client.disconnect()

refused = socketio.Client(reconnection=False)
refused.on("connect_error", lambda *args: note("refused", *args), namespace="/auth")

try:
    refused.connect(url, auth={"token": "wrong"}, namespaces=["/auth"], transports=transports, wait_timeout=3)
    sys.exit("the refused client connected")
except socketio.exceptions.ConnectionError:
    equal([[{"message": "not authorized", "data": {"code": "E_AUTH", "retry": False}}]], wait("refused"))

print("ok")
