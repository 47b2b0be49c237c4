"""A proxy on a Unix socket between the engine and PostgreSQL, which breaks connections as it is told."""

import contextlib
import queue
import socket
import threading
from pathlib import Path

# How many bytes of the server reach the client before the line is cut; 0 refuses at once.
Cut = int


class Proxy:
    """Passes bytes both ways; each planned cut breaks the next new connection."""

    def __init__(self, folder: Path, server: Path):
        folder.mkdir(mode=0o700)
        self.folder, self.server = folder, server / ".s.PGSQL.5432"
        self.plans: queue.SimpleQueue[Cut] = queue.SimpleQueue()
        self.cut = 0
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(str(folder / ".s.PGSQL.5432"))
        self.listener.listen(64)
        threading.Thread(target=self._accept, name="drill-proxy", daemon=True).start()

    def close(self) -> None:
        """Take no more connections."""
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            try:
                left: Cut | None = self.plans.get_nowait()
            except queue.Empty:
                left = None
            self._serve(client, left)

    def _serve(self, client: socket.socket, left: Cut | None) -> None:
        upstream = socket.socket(socket.AF_UNIX)
        try:
            if left == 0:
                raise ConnectionRefusedError
            upstream.connect(str(self.server))
        except OSError:
            self.cut += left == 0
            client.close()
            upstream.close()
            return
        for source, target, budget in ((client, upstream, None), (upstream, client, left)):
            threading.Thread(target=self._pump, args=(source, target, budget), daemon=True).start()

    def _pump(self, source: socket.socket, target: socket.socket, left: Cut | None) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                if left is not None:
                    data, left = data[:left], left - len(data)
                target.sendall(data)
                if left is not None and left <= 0:
                    self.cut += 1
                    break
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
