"""The image's files agree with the code, as far as that can be seen without a container engine."""

import configparser
import os
import re
from pathlib import Path

import pytest

from amends.settings import environment
from infra.container import initialise, make_secrets

pytestmark = pytest.mark.no_db

FOLDER = Path(initialise.__file__).parent
COMPOSE = (FOLDER / "compose.yaml").read_text()
# Variables of the images of others, and of our entrypoint.
OF_OTHERS = {"POSTGRES_USER", "POSTGRES_PASSWORD_FILE", "POSTGRES_INITDB_ARGS", "DJANGO_SETTINGS_MODULE"}


def block(name: str) -> str:
    """Return a top-level block of the Compose file, without comments."""
    lines = [line for line in COMPOSE.splitlines() if not line.lstrip().startswith("#")]
    text = "\n".join(lines)
    found = re.search(rf"^{name}:.*\n((?:(?: .*)?\n)*)", text + "\n", re.MULTILINE)
    assert found, name
    return found[1]


def keys_below(text: str, indent: int) -> set[str]:
    """Return the keys of a block mapping whose lines have this indentation."""
    return set(re.findall(rf"^ {{{indent}}}([\w-]+):", text, re.MULTILINE))


def test_it_works():
    assert keys_below(block("services"), 2) == {
        "database", "pooler", "cache", "prepare", "provisioner", "web", "worker", "beat",
    }  # fmt: skip


def test_every_variable_is_one_that_the_code_reads():
    named = set(re.findall(r"^\s+([A-Z][A-Z_]+):", COMPOSE, re.MULTILINE))
    named |= set(re.findall(r"\b([A-Z][A-Z_]+): \S", COMPOSE))
    named |= set(re.findall(r"\$\{([A-Z_]+)", COMPOSE))
    named |= set(
        re.findall(r"^\s+(?:ENV )?(AMENDS_[A-Z_]+)=", (FOLDER / "Containerfile").read_text(), re.MULTILINE)
    )
    assert {name for name in named if name not in environment.SETTINGS} <= OF_OTHERS


def test_every_secret_is_declared_and_made(tmp_path):
    used = {name for names in re.findall(r"secrets: \[([^]]*)\]", COMPOSE) for name in names.split(", ")}
    assert used == keys_below(block("secrets"), 2)
    make_secrets.make(tmp_path)
    assert used == {path.name for path in tmp_path.iterdir()}


def test_secrets_that_are_there_stay(tmp_path):
    make_secrets.make(tmp_path)
    before = {path.name: path.read_text() for path in tmp_path.iterdir()}
    make_secrets.make(tmp_path)
    assert before == {path.name: path.read_text() for path in tmp_path.iterdir()}


def test_only_the_provisioner_and_prepare_hold_the_owners_login():
    services = re.split(r"^  (?=\w+:$)", block("services"), flags=re.MULTILINE)
    holders = {text.split(":")[0] for text in services if "DATABASE_URL, AMENDS" in text}
    assert holders == {"prepare", "provisioner"}


def test_images_are_pinned_and_name_no_host():
    images = re.findall(r"image: (\S+)", COMPOSE)
    images += re.findall(
        r"^FROM (\S+)", "".join(path.read_text() for path in FOLDER.glob("Containerfile*")), re.MULTILINE
    )
    assert images
    for image in images:
        assert re.fullmatch(r"[a-z-]+:[\w.-]+", image), image
        assert not image.endswith(":latest")


def test_what_is_mounted_exists():
    for path in re.findall(r"- \./([\w.]+):", COMPOSE):
        assert (FOLDER / path).exists(), path
    for script in ("entrypoint", "initialise.sh"):
        assert os.access(FOLDER / script, os.X_OK), script


def test_the_first_sql_is_what_the_code_says():
    assert initialise.FILE.read_text() == initialise.initial_sql()


def test_the_pooler_asks_the_function_that_the_first_sql_makes():
    pooler = configparser.ConfigParser(delimiters=("=",), interpolation=None)
    pooler.read(FOLDER / "pgbouncer.ini")
    settings = pooler["pgbouncer"]
    assert settings["pool_mode"] == "transaction"
    assert settings["auth_user"] == initialise.POOLER
    assert "pooler.lookup($1)" in settings["auth_query"]
    assert "pooler.lookup(name text)" in initialise.LOOKUP
