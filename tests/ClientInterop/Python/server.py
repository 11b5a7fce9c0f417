"""
Debian's python3-socketio as a server, with the part of the scenario that it has in common with npm's. Its first line says where it listens; it ends with its stdin.
"""
import asyncio
import json
import os
import sys
import threading

import socketio
from aiohttp import web

NAMESPACES = ["/", "/admin", "/refuse"]


def listen(sio, namespace):
    async def echo(sid, *args):
        await sio.emit("echoed", args, to=sid, namespace=namespace)

    async def ack(sid, *args):
        return args

    async def ask(sid, event, *args):
        async def answered(*answer):
            await sio.emit("answered", answer, to=sid, namespace=namespace)

        await sio.emit(event, args, to=sid, namespace=namespace, callback=answered)

    async def bye(sid, *_):
        await sio.disconnect(sid, namespace=namespace)

    async def connect(sid, environ, auth=None):
        if namespace == "/refuse" and (auth or {}).get("token") != "ok":
            raise socketio.exceptions.ConnectionRefusedError("refused", {"code": "E_REFUSED"})

    for handler in [echo, ack, ask, bye, connect]:
        sio.on(handler.__name__, handler, namespace=namespace)


async def main():
    sio = socketio.AsyncServer(async_mode="aiohttp")

    for namespace in NAMESPACES:
        listen(sio, namespace)

    app = web.Application()
    sio.attach(app)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = site._server.sockets[0].getsockname()[1]
    print(json.dumps({"on": "ready", "port": port}), flush=True)
    await asyncio.Event().wait()


def end_with_stdin():
    sys.stdin.read()
    os._exit(0)


threading.Thread(target=end_with_stdin, daemon=True).start()
asyncio.run(main())
