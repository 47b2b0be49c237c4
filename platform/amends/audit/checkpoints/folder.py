"""Checkpoints outside the database: one file for each tenant, one line for each checkpoint, only appended to."""

import base64
import datetime as dt
import json
import os
from pathlib import Path

from django.conf import settings

from amends.audit.checkpoints.signing import Signed


def file_of(schema: str) -> Path:
    """Return a tenant's file."""
    return Path(settings.AMENDS_CHECKPOINT_FOLDER) / f"{schema}.jsonl"


def write(checkpoint: Signed) -> None:
    """Append one checkpoint, and return when it is on the disk."""
    path = file_of(checkpoint.schema)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    line = {
        "schema": checkpoint.schema,
        "seq": checkpoint.seq,
        "hash": checkpoint.hash.hex(),
        "at": checkpoint.at.isoformat(),
        "signer": checkpoint.signer,
        "signature": base64.b64encode(checkpoint.signature).decode(),
    }
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, json.dumps(line).encode() + b"\n")
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read(schema: str) -> list[Signed | None]:
    """Return a tenant's checkpoints; None stands for a line that cannot be read."""
    path = file_of(schema)
    if not path.exists():
        return []
    return [_parsed(line) for line in path.read_text().splitlines()]


def _parsed(line: str) -> Signed | None:
    try:
        said = json.loads(line)
        return Signed(
            said["schema"],
            int(said["seq"]),
            bytes.fromhex(said["hash"]),
            dt.datetime.fromisoformat(said["at"]),
            said["signer"],
            base64.b64decode(said["signature"]),
        )
    except (ValueError, KeyError, TypeError):
        return None
