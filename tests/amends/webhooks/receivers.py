"""Real receivers on loopback: one that answers as it is told over HTTP or HTTPS, and one that speaks raw bytes."""

import datetime as dt
import ipaddress
import socketserver
import ssl
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.taken.append((self.path, dict(self.headers), body))
        status, headers, answer = self.server.answers.pop(0) if self.server.answers else (204, {}, b"")
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer)

    def do_GET(self):
        self.server.taken.append((self.path, dict(self.headers), b"GET"))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_words):
        """Say nothing."""


class Receiver(ThreadingHTTPServer):
    daemon_threads = True
    certificate = None

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.taken, self.answers = [], []

    @property
    def address(self):
        return f"{'https' if self.certificate else 'http'}://127.0.0.1:{self.server_port}/hook"

    def handle_error(self, *_request):
        """A client that hung up is what the tests are about."""


@contextmanager
def receiver(certificate=None):
    server = Receiver()
    if certificate:
        server.certificate = certificate
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    yield from _served(server)


@contextmanager
def raw(talk):
    """A server on which `talk(sock, stop)` does what it likes; `stop` is set when the test is over."""
    stop = threading.Event()

    class Talks(socketserver.BaseRequestHandler):
        def handle(self):
            self.server.met += 1
            try:
                talk(self.request, stop)
            except OSError:
                self.server.cut += 1

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = daemon_threads = True
        met = cut = 0

    server = Server(("127.0.0.1", 0), Talks)
    server.address = f"http://127.0.0.1:{server.server_address[1]}/hook"
    try:
        yield from _served(server)
    finally:
        stop.set()


def _served(server):
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def make_certificate(folder, name="127.0.0.1"):
    """Return a file with a key and a certificate of its own for an address."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "receiver.test")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(name))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    path = folder / "receiver.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path
