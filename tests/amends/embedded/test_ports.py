import os
import socket

import pytest

from amends.embedded import ports
from amends.embedded.troubles import Trouble

pytestmark = pytest.mark.no_db


@pytest.fixture
def taken():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_it_works(taken):
    assert not ports.is_free(taken)
    free = ports.free_port(taken)
    assert free != taken
    ports.require_free(free)


def test_a_port_in_use_says_by_whom_and_names_a_free_one(taken):
    with pytest.raises(Trouble, match=rf"in use by .+ \(process {os.getpid()}\).*--port \d+") as caught:
        ports.require_free(taken)
    assert ports.is_free(int(str(caught.value).rpartition(" ")[2]))


def test_a_number_that_is_no_port_is_refused():
    with pytest.raises(Trouble, match="not a port"):
        ports.require_free(70000)
