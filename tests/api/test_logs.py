"""Nothing that is sent to the API is logged or reported: no body, no token, no key, no parameter."""

import pytest
from django.db import connection

from tests.amends.observe.test_logs import stream  # noqa: F401 - a fixture
from tests.api.rig import Software, at, token_of
from tests.programs.cast import make_referral

WORD = "canary-Quixote"


@pytest.mark.usefixtures("world")
def test_no_word_of_a_request_is_logged(stream, world):  # noqa: F811
    _token, secret = token_of(world.cora)
    asking = Software(secret)
    asking.raise_request_exception = False
    for path in ("referrals/", "nothing/", "cases/"):
        asking.send(path, {"summary": WORD, WORD: WORD}, key=f"key-{WORD}")
        asking.get(at(path), {"cursor": WORD, WORD: WORD})
    asking.post(
        at("referrals/"), f'{{"{WORD}": '.encode(), "application/json", headers={"Idempotency-Key": WORD}
    )
    Software(secret[:-1] + "-").ask("cases/")
    referral = make_referral(summary=WORD)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE programs_referral SET summary = '\\x0102' WHERE id = %s", [referral.pk])
    assert asking.ask(f"referrals/{referral.pk}/").status_code == 500
    said = stream.getvalue()
    assert "/api/v1/referrals/" in said
    assert "Internal Server Error" in said
    for secret_word in (WORD, secret, secret[10:30], "Bearer"):
        assert secret_word not in said
