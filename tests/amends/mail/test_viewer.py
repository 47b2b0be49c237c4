import http.client
import threading
from uuid import uuid4

import pytest
from django.core.mail import EmailMessage
from django.core.mail.backends.filebased import EmailBackend

from amends.mail import viewer
from amends.mail.providers import Sms
from amends.mail.providers.local import LocalSms

pytestmark = pytest.mark.no_db


@pytest.fixture
def folder(tmp_path):
    backend = EmailBackend(file_path=tmp_path)
    for subject in ("First", "<script>alert(1)</script>"):
        EmailMessage(
            subject, f"Body of {subject} é", "us@example.org", ["alice@example.org"], connection=backend
        ).send()
    backend.close()
    return tmp_path


@pytest.fixture
def get(folder):
    server = viewer.serve(folder, 0)
    thread = threading.Thread(target=server.serve_forever, args=[0.01])
    thread.start()

    def get(path, host="localhost"):
        port = server.server_address[1]
        connection = http.client.HTTPConnection("127.0.0.1", port)
        connection.request("GET", path, headers={"Host": f"{host}:{port}"})
        answer = connection.getresponse()
        body = answer.read().decode()
        connection.close()
        return answer, body

    yield get
    server.shutdown()
    thread.join()
    server.server_close()


def test_it_works(get, folder):
    answer, body = get("/")
    assert answer.status == 200
    assert "First</a> to alice@example.org" in body
    name = next(name for name, mail in viewer.read_mails(folder).items() if mail["subject"] == "First")
    answer, body = get(f"/mail/{name}")
    assert answer.status == 200
    assert "Body of First é" in body


def test_what_a_mail_says_is_escaped(get):
    _, body = get("/")
    assert "<script>" not in body
    assert "&lt;script&gt;" in body


def test_the_policy_lets_nothing_run(get):
    answer, _ = get("/")
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_another_name_for_this_machine_is_refused(get):
    answer, body = get("/", host="evil.example")
    assert answer.status == 421
    assert "First" not in body


def test_what_is_not_a_mail_is_not_found(get):
    assert get("/mail/..%2f..%2fetc%2fpasswd")[0].status == 404


def test_no_folder_is_an_empty_list(tmp_path):
    assert viewer.read_mails(tmp_path / "none") == {}


def test_a_text_message_is_shown_as_one(get, folder, settings):
    settings.AMENDS_SMS_FOLDER = folder
    LocalSms().send(Sms(uuid4(), "+15550100123", "¿Cuándo <b>puede</b> venir?"))
    _, body = get("/")
    assert "SMS: <a" in body
    assert "Text message</a> to +15550100123" in body
    name = next(name for name, mail in viewer.read_mails(folder).items() if mail[viewer.KIND] == "SMS")
    _, body = get(f"/mail/{name}")
    assert "¿Cuándo &lt;b&gt;puede&lt;/b&gt; venir?" in body


def test_a_mail_cannot_pretend_to_be_a_text_message(get, folder):
    (folder / "x.eml").write_bytes(b"X-Viewer-Kind: SMS\r\nSubject: Third\r\nTo: a@example.org\r\n\r\nBody")
    assert "Mail: <a" in get("/")[1]
    assert "SMS: <a" not in get("/")[1]
