"""Tries one attack and says what came of it: what was read, written, ended or stopped of somebody else."""

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import psycopg

from amends.embedded.postgres import DATABASES, OWNER
from infra.drills.isolation.arms import Arm, Connection
from infra.drills.isolation.ground import TOLD, Program
from infra.drills.isolation.texts import Attack

# What PostgreSQL shows to every login and no grant can hide; our part is that neither says anything.
RESIDUALS = {"names of schemas (opaque)", "payloads of NOTIFY (we send none)"}

# What a program and the platform must be able to do while an attack is still open.
OWN_WORK = "UPDATE accounts_user SET is_active = is_active WHERE is_active"
WORK = f"""
    INSERT INTO public.amends_outbox (id, schema, origin, job, args)
    VALUES (gen_random_uuid(), current_schema(), current_schema(), 'work', '{{}}');
    {OWN_WORK}
"""
PLATFORM_WORK = (
    "UPDATE public.tenants_epoch SET number = number; DELETE FROM public.amends_outbox WHERE false"
)


@dataclass
class Finding:
    """An attack and its outcome; `leaks` holds sentences, `residuals` some of RESIDUALS."""

    attack: Attack
    leaks: set[str] = field(default_factory=set)
    residuals: set[str] = field(default_factory=set)
    refused: int = 0
    tried: int = 0
    has_broken_own_login: bool = False


class Judge:
    """Runs attacks in one arm, one after the other, and compares the world before and after each."""

    def __init__(self, arm: Arm):
        self.arm = arm
        self.words = arm.others
        self.state = self._state()

    def judge(self, attack: Attack) -> Finding:
        """Try it, and put right what it did."""
        finding = Finding(attack)
        names = self.arm.names()
        with self.arm.attacking() as connection:
            backend = connection.info.backend_pid
            notices: list[str] = []
            connection.add_notice_handler(
                lambda notice: notices.append(f"{notice.message_primary} {notice.message_detail}")
            )
            for text, pattern in zip(attack.filled(names), attack.texts, strict=True):
                self._try(connection, text, finding, names_the_victim=" {table}" in pattern)
            self._read("\n".join(notices), finding)
            if attack.kind == "LISTEN":
                self._listen(connection, finding)
            self._others_work(finding)
        self._wait_until_gone(backend)
        self._look_after(finding)
        return finding

    def look_elsewhere(self) -> Finding:
        """Try to connect to every other database with the attacker's own login."""
        databases = [
            name for (name,) in self.arm.superuser.execute("SELECT datname FROM pg_database").fetchall()
        ]
        elsewhere = tuple(
            name for name in databases if name not in (*DATABASES[:1], "plain", "plain_pristine")
        )
        finding = Finding(Attack("own login in other databases", elsewhere), tried=len(elsewhere))
        for name in elsewhere:
            try:
                self.arm.connect(self.arm.login, name).close()
                finding.leaks.add(f"connected to {name}")
            except psycopg.Error:
                finding.refused += 1
        return finding

    def _wait_until_gone(self, backend: int) -> None:
        # A backend gives its locks back a moment after its client has left.
        query = "SELECT 1 FROM pg_stat_activity WHERE pid = %s"
        for _ in range(200):
            with contextlib.suppress(psycopg.errors.OutOfMemory):
                if not self.arm.superuser.execute(query, [backend]).fetchone():
                    return
            time.sleep(0.02)

    def _try(self, connection: Connection, text: str, finding: Finding, *, names_the_victim: bool) -> None:
        finding.tried += 1
        try:
            answers = list(_answers(connection, text))
        except psycopg.Error as error:
            finding.refused += 1
            diagnosis = error.diag
            answers = []
            said = (
                diagnosis.message_primary,
                diagnosis.message_detail,
                diagnosis.message_hint,
                diagnosis.context,
            )
            self._read("\n".join(filter(None, said)), finding)
        for answer in answers:
            self._read(answer, finding)
        if names_the_victim and any(answers):
            finding.leaks.add("an answer from the neighbour's table")

    def _read(self, text: str, finding: Finding) -> None:
        finding.leaks |= {what for word, what in self.words.items() if word in text}
        if TOLD in text:
            finding.residuals.add("payloads of NOTIFY (we send none)")
        if self.arm.ground.stranger.schema in text:
            finding.residuals.add("names of schemas (opaque)")

    def _listen(self, connection: Connection, finding: Finding) -> None:
        with self._program(self.arm.ground.victim) as victim:
            victim.execute(f"SELECT pg_notify('wake', '{TOLD}')".encode())
        for told in connection.notifies(timeout=1, stop_after=1):
            self._read(told.payload, finding)

    @contextlib.contextmanager
    def _program(self, program: Program) -> Iterator[Connection]:
        with contextlib.closing(self.arm.connect(program.schema)) as connection:
            connection.execute("SET statement_timeout = '2s'; SET lock_timeout = '300ms'")
            yield connection

    def _others_work(self, finding: Finding) -> None:
        """While the attacker's connection is still open, everybody else does their work; in what is not its own."""
        try:
            with self._program(self.arm.ground.victim) as victim, victim.transaction(force_rollback=True):
                victim.execute(OWN_WORK if self.arm.reads_public else WORK.encode())
            if self.arm.reads_public:
                return
            with self.arm.superuser.transaction(force_rollback=True):
                self.arm.superuser.execute("SET LOCAL lock_timeout = '300ms'")
                self.arm.superuser.execute(PLATFORM_WORK)
        except psycopg.Error as error:
            finding.leaks.add(f"others cannot work ({type(error).__name__})")

    def _look_after(self, finding: Finding) -> None:
        if not self.arm.victim.is_undisturbed:
            finding.leaks.add("a session of another was ended")
            self.arm.restart_victim()
        state = self._state()
        if state != self.state:
            changed = {text.rpartition(" ")[0] for text in state ^ self.state}
            listed = ", ".join(sorted(changed)[:3]) + (" ..." if len(changed) > 3 else "")
            finding.leaks.add(f"a write into another's world ({listed})")
            self.arm.restore(changed)
            self.state = self._state()
            return
        finding.has_broken_own_login = not self._can_login()
        # What a role says of itself would weaken the attacks after it.
        if finding.has_broken_own_login or finding.attack.kind == "own role" or self.arm.reads_public:
            self.arm.restore(set())

    def _can_login(self) -> bool:
        """Return whether the attacker's login still lets it in, to its own world."""
        try:
            with contextlib.closing(self.arm.connect(self.arm.login)) as connection:
                connection.execute("SET statement_timeout = '2s'; SET lock_timeout = '300ms'")
                return self.arm.can_work(connection)
        except psycopg.Error:
            return False

    def _state(self) -> set[str]:
        """Return digests of everything that is not the attacker's own."""
        attacker = self.arm.login
        own = ["pg_catalog", "information_schema", "pg_toast", attacker]
        if self.arm.reads_public:
            own.append("public")
        tables = self.arm.superuser.execute(
            "SELECT format('%%I.%%I', schemaname, tablename) FROM pg_tables WHERE NOT schemaname = ANY(%s) ORDER BY 1",
            [own],
        ).fetchall()
        contents = (
            " UNION ALL ".join(_digest(name, attacker) for (name,) in tables) or "SELECT 'no tables left'"
        )
        rows = self.arm.superuser.execute(contents.encode()).fetchall()
        roles = self.arm.superuser.execute(_ROLES, [attacker, *([attacker] * 3), OWNER]).fetchall()
        return {text for (text,) in (*rows, *roles)}


def _digest(table: str, attacker: str) -> str:
    # What the attacker's program asks for itself is its right.
    where = f" WHERE t.origin <> '{attacker}'" if table == "public.amends_outbox" else ""
    return f"SELECT '{table} ' || md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {table} AS t{where}"


_ROLES = """
SELECT what || ' ' || md5(string_agg(t, '|' ORDER BY t)) FROM (
    SELECT 'roles' AS what, a::text AS t FROM pg_authid AS a WHERE rolname NOT IN (%s, 'plain_app')
    UNION ALL SELECT 'members', m::text FROM pg_auth_members AS m
    UNION ALL SELECT 'settings', s::text FROM pg_db_role_setting AS s
        WHERE setrole NOT IN (SELECT oid FROM pg_roles WHERE rolname IN (%s, 'plain_app'))
    UNION ALL SELECT 'schemas', nspname || coalesce(nspacl::text, '') || nspowner FROM pg_namespace
        WHERE nspname NOT IN (%s, 'pg_toast') AND nspname NOT LIKE 'pg\\_%%temp%%'
    UNION ALL SELECT 'relations', relname || coalesce(relacl::text, '') || relowner || relrowsecurity FROM pg_class
        WHERE relnamespace NOT IN (SELECT oid FROM pg_namespace WHERE nspname = %s OR nspname LIKE 'pg\\_t%%')
    UNION ALL SELECT 'functions', proname || pronamespace || coalesce(proacl::text, '') FROM pg_proc
    UNION ALL SELECT 'extensions', extname::text FROM pg_extension
    UNION ALL SELECT 'large objects', oid::text FROM pg_largeobject_metadata
    UNION ALL SELECT 'casts', castsource || '-' || casttarget FROM pg_cast
    UNION ALL SELECT 'operators', oprname || oprnamespace FROM pg_operator
    UNION ALL SELECT 'databases', d.datname || coalesce(d.datacl::text, '') FROM pg_database AS d
        WHERE pg_get_userbyid(d.datdba) = %s
) AS everything GROUP BY what
"""


def _answers(connection: Connection, text: str) -> Iterator[str]:
    """Yield every row of every result as text."""
    with connection.cursor() as cursor:
        if text.startswith("COPY") and text.endswith("STDOUT"):
            with cursor.copy(text.encode()) as copy:
                for chunk in copy:
                    yield bytes(chunk).decode(errors="replace")
            return
        cursor.execute(text.encode())
        more: bool | None = True
        while more:
            if cursor.description:
                for row in cursor.fetchall():
                    yield " ".join(map(str, row))
            more = cursor.nextset()
