"""Where a server's files and sockets lie when the clone is closed to the server's user, or its path is too long."""

import hashlib
import os
import secrets
import shutil
import stat
import tempfile
import time
from pathlib import Path

from amends.embedded.accounts import Account
from amends.embedded.troubles import Trouble, plainly

# Where root keeps what another user must reach; the first that can be written is taken.
SYSTEM = (
    Path("/var/lib/amends"),
    Path("/var/tmp/amends-state"),
    Path(tempfile.gettempdir()) / "amends-state",
)
# sockaddr_un holds 107 characters and the file's name needs about 20 of them.
LONGEST_SOCKET_FOLDER = 80
PRIVATE = 0o700
# Seconds in which another process may still be making a folder.
YOUNG = 60


def make_private(folder: Path, account: Account) -> Path:
    """Make a folder that only the account (and root) can look into."""
    with plainly(folder):
        folder.mkdir(parents=True, exist_ok=True)
        account.give(folder, 0o700)
    return folder


def server_folder(state: Path, account: Account) -> Path:
    """Return the folder for a server's files: `state` itself, or one of the system's when the account cannot reach it.

    The two point at each other, so that a folder of the system whose clone has gone can be told and removed.
    """
    with plainly(state):
        state.mkdir(parents=True, exist_ok=True)
        if not account.switched:
            return state
        files = state / "files"
        files.mkdir(exist_ok=True)
        account.give(files, 0o700)
        if account.can_write(files):
            return files
        return _system_folder(state, account)


def _system_folder(state: Path, account: Account) -> Path:
    remove_abandoned()
    pointer = state / "elsewhere"
    if pointer.exists():
        found = Path(pointer.read_text().strip())
        if _belongs_to(found) == state:
            return make_private(found / "files", account)
    folder = system_root(account) / f"state-{secrets.token_hex(8)}"
    folder.mkdir(mode=0o711)
    folder.chmod(0o711)
    (folder / "belongs-to").write_text(str(state))
    pointer.write_text(str(folder))
    return make_private(folder / "files", account)


def system_root(account: Account) -> Path:
    """Return a folder of the system in which root writes and the account can read."""
    for root in SYSTEM:
        try:
            root.mkdir(mode=0o711, exist_ok=True)
            if root.is_symlink() or root.stat().st_uid != os.geteuid():
                continue
            root.chmod(0o711)
            probe = make_private(root / f"probe-{secrets.token_hex(4)}", account)
        except (OSError, Trouble):
            continue
        reachable = account.can_write(probe)
        probe.rmdir()
        if reachable:
            return root
    raise Trouble(
        f"The user {account.name} can reach neither this clone nor {SYSTEM[0]}. Run as an ordinary user, "
        "or move the clone to a folder that everybody can enter."
    )


def remove_abandoned() -> None:
    """Remove the system's folders whose clone is gone or has another one by now."""
    for root in SYSTEM:
        for folder in root.glob("state-*"):
            state = _belongs_to(folder)
            pointer = state / "elsewhere" if state else None
            if time.time() - folder.stat().st_mtime < YOUNG:
                continue
            if pointer is None or not pointer.exists() or pointer.read_text().strip() != str(folder):
                shutil.rmtree(folder, ignore_errors=True)


def _belongs_to(folder: Path) -> Path | None:
    try:
        return Path((folder / "belongs-to").read_text())
    except OSError:
        return None


def socket_folder(files: Path, account: Account) -> Path:
    """Return a short, private folder for the sockets of the server whose files lie in `files`.

    Named by user and path, so that two clones never meet; never shared with another user.
    """
    name = f"amends-{account.uid}-{hashlib.sha256(str(files).encode()).hexdigest()[:10]}"
    for parent in (tempfile.gettempdir(), "/tmp", "/var/tmp", "/dev/shm"):
        folder = Path(parent) / name
        if len(str(folder)) <= LONGEST_SOCKET_FOLDER and _claim(folder, account):
            return folder
    raise Trouble(
        "No folder for temporary files can be used for sockets. Set TMPDIR to a short path you can write in."
    )


def _claim(folder: Path, account: Account) -> bool:
    try:
        folder.mkdir(mode=0o700)
        account.give(folder, 0o700)
    except FileExistsError:
        pass
    except OSError:
        return False
    found = folder.lstat()
    ours = (
        stat.S_ISDIR(found.st_mode) and found.st_uid == account.uid and stat.S_IMODE(found.st_mode) == PRIVATE
    )
    return ours and account.can_write(folder)
