"""Real servers on loopback: one that speaks SMTP, and one that answers as Twilio's documented API does."""

import json
import socketserver
import threading
from base64 import b64decode
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

# Where the mail server fails: the answer to a command, or silence after it.
SILENCE = "silence"


class MailHandler(socketserver.StreamRequestHandler):
    def handle(self):
        self._say("220 mail.test")
        sender = receiver = None
        while line := self.rfile.readline().decode().strip():
            command = line[:4].upper()
            self.server.heard.append(line)
            failure = self.server.failures.get(command)
            if failure == SILENCE:
                return
            if failure:
                self._say(failure)
            elif command in ("EHLO", "HELO"):
                self._say("250 mail.test")
            elif command == "DATA":
                self._say("354 go on")
                words = self._read_words()
                if self.server.failures.get("."):
                    answer = self.server.failures["."]
                    if answer == SILENCE:
                        return
                    self._say(answer)
                    continue
                self.server.taken.append((sender, receiver, words))
                self._say("250 taken")
            elif command == "QUIT":
                self._say("221 bye")
                return
            else:
                sender = line if command == "MAIL" else sender
                receiver = line if command == "RCPT" else receiver
                self._say("250 ok")

    def _say(self, line):
        self.wfile.write(f"{line}\r\n".encode())

    def _read_words(self):
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        return b"".join(lines)


class MailServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True


class TwilioHandler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        fields = {name: values[0] for name, values in parse_qs(body, keep_blank_values=True).items()}
        self.server.asked.append(
            (self.path, b64decode(self.headers["Authorization"].split()[1]).decode(), fields)
        )
        status, answer = self.server.failures.pop(0) if self.server.failures else (201, None)
        if status in (201, SILENCE):
            message = {
                "sid": f"SM{len(self.server.taken):032x}",
                "body": fields["Body"],
                "to": fields["To"],
                "status": "queued",
                "date_created": format_datetime(datetime.now(UTC)),
            }
            self.server.taken.append(message)
            answer = message
        if status == SILENCE:
            self.close_connection = True
            return
        self._answer(status, answer or {"code": 20429, "message": "for +15550100"})

    def do_GET(self):
        query = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        self.server.listed.append(query)
        if self.server.list_fails:
            self._answer(503, {"code": 20503})
            return
        self._answer(200, {"messages": [each for each in self.server.taken if each["to"] == query["To"]]})

    def _answer(self, status, answer):
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Location", "http://127.0.0.1:1/elsewhere")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments):
        pass


@contextmanager
def serving(server):
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def mail_server():
    server = MailServer(("127.0.0.1", 0), MailHandler)
    server.heard, server.taken, server.failures = [], [], {}
    return serving(server)


def twilio_server():
    server = ThreadingHTTPServer(("127.0.0.1", 0), TwilioHandler)
    server.asked, server.taken, server.listed, server.failures, server.list_fails = [], [], [], [], False
    return serving(server)
