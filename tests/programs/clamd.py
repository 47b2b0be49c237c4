"""A small server that speaks clamd's protocol (INSTREAM, as `man clamd` has it) over a real socket."""

import socketserver
import struct
import threading
from contextlib import contextmanager

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class _Asked(socketserver.StreamRequestHandler):
    def handle(self):
        if self._until_nul() != b"zINSTREAM":
            return
        content = b""
        while length := struct.unpack("!L", self.rfile.read(4))[0]:
            content += self.rfile.read(length)
        self.server.seen.append(content)
        self.wfile.write(self.server.answer(content) + b"\0")

    def _until_nul(self):
        found = b""
        while (sign := self.rfile.read(1)) not in (b"\0", b""):
            found += sign
        return found


def _judged(content):
    return b"stream: Eicar-Test-Signature FOUND" if EICAR in content else b"stream: OK"


@contextmanager
def clamd(path, answer=_judged):
    """Serve at a socket of the file system; yield what AMENDS_CLAMD says, and the contents that were asked about."""
    with socketserver.ThreadingUnixStreamServer(str(path), _Asked) as server:
        server.daemon_threads, server.seen, server.answer = True, [], answer
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield f"unix://{path}", server.seen
        finally:
            server.shutdown()
            thread.join()
