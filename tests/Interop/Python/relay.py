"""A TCP relay whose connections can be cut."""
import contextlib
import socket
import struct
import threading


class Relay:
    def __init__(self, port):
        self._target = ("127.0.0.1", port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._sockets = []
        self._down = False
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    @contextlib.contextmanager
    def down(self):
        """Resets every connection, and every new one until the block is left."""
        self._down = True
        self._reset(*self._sockets)
        yield
        self._down = False

    def _accept(self):
        while True:
            client, _ = self._listener.accept()

            if self._down:
                self._reset(client)
                continue

            server = socket.create_connection(self._target)
            self._sockets += [client, server]

            for source, sink in [(client, server), (server, client)]:
                threading.Thread(target=self._forward, args=(source, sink), daemon=True).start()

    def _forward(self, source, sink):
        try:
            while data := source.recv(65536):
                sink.sendall(data)
        except OSError:
            pass
        finally:
            self._reset(source, sink)

    @staticmethod
    def _reset(*sockets):
        for one in sockets:
            with contextlib.suppress(OSError):
                one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                one.shutdown(socket.SHUT_RDWR)
                one.close()
