"""Reads a case as the database has it, by SQL of its own, in the shape in which the shadow can be told."""

import json
from typing import Any

from django.db import connection

from programs.consent_texts import PARTY
from tests.programs.lifecycle.shadow import Case

SQL = """
SELECT json_build_object(
  'case', json_build_array(c.state, c.held_from, c.hold_reason, c.closure_reason, c.coordinator_id, c.supervisor_id,
    c.settled_at IS NOT NULL),
  'report', (SELECT json_build_array(c.report->'held', c.report->'agreement', c.report->'fulfilled')
    WHERE c.report IS NOT NULL),
  'checks', (SELECT json_object_agg(rule, json_build_array(answer, result)) FROM programs_eligibilitycheck
    WHERE case_id = c.id),
  'risks', (SELECT json_agg(json_build_array(r.stage, r.level, r.has_safety_plan) ORDER BY r.assessed_at, r.id)
    FROM programs_riskassessment r WHERE r.case_id = c.id),
  'people', (SELECT json_object_agg(p.id, json_build_array(p.role, p.is_ready, p.is_minor, p.is_organisation,
      p.unsafe_channels, p.leave_no_message,
      (SELECT count(*) FROM programs_participationconsent s WHERE s.participant_id = p.id AND s.withdrawn_at IS NULL),
      (SELECT json_object_agg(n.by_id, n.is_suspected) FROM programs_representation n
        WHERE n.participant_id = p.id AND n.ended_at IS NULL),
      (SELECT json_agg(json_build_array(t.purpose, t.result, t.survey_offered))
        FROM programs_contact t WHERE t.participant_id = p.id),
      (SELECT json_agg(json_build_array(v.takes_part, v.mode) ORDER BY v.version) FROM programs_victimchoice v
        WHERE v.participant_id = p.id)))
    FROM programs_participant p WHERE p.case_id = c.id),
  'mediators', (SELECT json_object_agg(a.mediator_id, a.is_ready) FROM programs_mediatorassignment a
    WHERE a.case_id = c.id AND a.ended_at IS NULL),
  'conflicts', (SELECT json_agg(x.mediator_id ORDER BY x.mediator_id) FROM programs_conflictdeclaration x
    WHERE x.case_id = c.id),
  'sessions', (SELECT json_agg(json_build_array(m.state, m.mode, extract(epoch FROM m.starts_at)::bigint,
      (SELECT json_agg(b.mediator_id ORDER BY b.mediator_id) FROM programs_mediatorbooking b
        WHERE b.session_id = m.id AND b.is_live)))
    FROM programs_session m WHERE m.case_id = c.id),
  'papers', (SELECT json_agg(json_build_array(g.version, g.state,
      (SELECT count(*) FROM programs_agreementsignature s WHERE s.agreement_id = g.id),
      (SELECT json_object_agg(i.id, json_build_array(i.kind, coalesce(i.amount, i.hours)::text, i.due_date, i.status,
        (SELECT json_agg(json_build_array(r.id, coalesce(r.amount, r.hours)::text, r.reverses_id IS NOT NULL))
          FROM programs_restitutionpayment r WHERE r.item_id = i.id)))
        FROM programs_agreementitem i WHERE i.agreement_id = g.id)) ORDER BY g.version)
    FROM programs_agreement g WHERE g.case_id = c.id)
) FROM programs_mediationcase c WHERE c.id = %s
"""


CLAIMS = {
    "a session ahead has each side's live consent, to a text that was told": """
        SELECT 1 FROM programs_session m JOIN programs_participant p ON p.case_id = m.case_id
        WHERE m.state = 'scheduled' AND p.role IN ('offender', 'victim', 'victim_representative', 'surrogate_victim')
          AND NOT p.is_organisation
          AND NOT EXISTS (SELECT 1 FROM programs_participationconsent s WHERE s.participant_id = p.id
            AND s.withdrawn_at IS NULL AND s.text_version = %(text)s AND s.language <> '')""",
    "a session ahead has a guardian of each minor who consents, and is neither suspected nor responsible": """
        SELECT 1 FROM programs_session m JOIN programs_participant p ON p.case_id = m.case_id
        WHERE m.state = 'scheduled' AND p.is_minor
          AND p.role IN ('offender', 'victim', 'victim_representative', 'surrogate_victim')
          AND NOT EXISTS (SELECT 1 FROM programs_representation n JOIN programs_participant g ON g.id = n.by_id
            JOIN programs_participationconsent s ON s.participant_id = g.id AND s.withdrawn_at IS NULL
            WHERE n.participant_id = p.id AND n.ended_at IS NULL AND g.role <> 'offender'
              AND NOT EXISTS (SELECT 1 FROM programs_representation o
                WHERE o.by_id = g.id AND o.ended_at IS NULL AND o.is_suspected))""",
    "a message reaches somebody harmed only after their choice; for an organization chooses who speaks for it": """
        SELECT 1 FROM programs_contact t JOIN programs_participant p ON p.id = t.participant_id
        WHERE t.purpose = 'exchange' AND p.role = 'victim' AND NOT p.is_organisation
          AND NOT EXISTS (SELECT 1 FROM programs_victimchoice v WHERE v.participant_id = p.id)""",
    "no contact went through a channel that was unsafe from the first": """
        SELECT 1 FROM programs_contact t JOIN programs_participant p ON p.id = t.participant_id
        WHERE t.channel = ANY(p.unsafe_channels) AND NOT EXISTS (SELECT 1 FROM audit_auditentry a
          WHERE a.verb = 'participant_updated' AND a.object_id = p.id::text)""",
    "no session stands without a booking of its mediators, and no booking without a session": """
        SELECT 1 FROM programs_session m WHERE (m.state = 'scheduled') <> EXISTS (
          SELECT 1 FROM programs_mediatorbooking b WHERE b.session_id = m.id AND b.is_live)""",
    "no mediator is in two places at once": """
        SELECT 1 FROM programs_mediatorbooking a JOIN programs_mediatorbooking b
          ON a.mediator_id = b.mediator_id AND a.id < b.id AND a.is_live AND b.is_live AND a.during && b.during""",
    "a closed case has nobody who mediates and nothing ahead": """
        SELECT 1 FROM programs_mediationcase c WHERE c.state = 'closed' AND (
          c.report IS NULL OR c.closure_reason = ''
          OR EXISTS (SELECT 1 FROM programs_mediatorassignment a WHERE a.case_id = c.id AND a.ended_at IS NULL)
          OR EXISTS (SELECT 1 FROM programs_session m WHERE m.case_id = c.id AND m.state = 'scheduled'))""",
    "a referral has a case exactly when it was accepted": """
        SELECT 1 FROM programs_referral r WHERE (r.state = 'accepted') <> EXISTS (
          SELECT 1 FROM programs_mediationcase c WHERE c.referral_id = r.id)""",
    "no referral is complete without an offense and an offender": """
        SELECT 1 FROM programs_referral r WHERE r.state = 'accepted' AND NOT (
          EXISTS (SELECT 1 FROM programs_offence o WHERE o.referral_id = r.id)
          AND EXISTS (SELECT 1 FROM programs_participant p WHERE p.referral_id = r.id AND p.role = 'offender'))""",
}
"""What no row of the program may show, whatever the shadow believes."""

CLAIMS_SQL = " UNION ALL ".join(
    f"SELECT {number} WHERE EXISTS ({sql})" for number, sql in enumerate(CLAIMS.values())
)


def broken_rows() -> list[str]:
    """Return what does not hold of the stored rows."""
    with connection.cursor() as cursor:
        cursor.execute(CLAIMS_SQL, {"text": PARTY})
        return [list(CLAIMS)[number] for (number,) in cursor.fetchall()]


def audited() -> int:
    """Return how many entries the audit has."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_auditentry")
        return cursor.fetchone()[0]


def seen_referral(case: Case) -> dict[str, Any]:
    """Return the state of a referral as it is stored."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT state FROM programs_referral WHERE id = %s", [case.referral.key])
        return {"referral": cursor.fetchone()[0]}


def told_referral(case: Case) -> dict[str, Any]:
    """Return the shadow of a referral in the same shape."""
    return {"referral": case.referral.state}


def seen(case: Case) -> dict[str, Any]:
    """Return a case as it is stored."""
    with connection.cursor() as cursor:
        cursor.execute(SQL, [case.key])
        found = cursor.fetchone()[0]
    return in_order(found if isinstance(found, dict) else json.loads(found))


def in_order(found: dict[str, Any]) -> dict[str, Any]:
    """Sort what has no order of its own: contacts, sessions, the rows of a ledger."""
    for person in found["people"].values():
        (person[8] or []).sort()
    (found["sessions"] or []).sort()
    for paper in found["papers"] or []:
        for item in (paper[3] or {}).values():
            (item[4] or []).sort()
    return found


def told(case: Case, users: dict[str, Any]) -> dict[str, Any]:
    """Return the shadow of a case in the same shape."""

    def key(name: str | None) -> str | None:
        return str(users[name].pk) if name else None

    found = {
        "case": [
            case.state, case.held_from, case.hold_reason, case.reason, key(case.coordinator), key(case.supervisor),
            case.settled_at is not None,
        ],
        "report": list(case.report.values()) if case.report else None,
        "checks": checks_of(case) or None,
        "risks": [[each.stage, each.level, each.is_planned] for each in case.risks] or None,
        "people": {
            str(p.key): [
                p.role, p.is_ready, p.is_minor, p.is_organisation, list(p.unsafe), p.no_message, int(p.consents),
                {
                    **{str(case.people[number].key): is_suspected for number, is_suspected in p.guardians.items()},
                    **({str(case.people[p.spoken_for].key): False} if p.spoken_for is not None else {}),
                } or None,
                [[each.purpose, each.result, each.survey] for each in p.contacts] or None,
                [[each["takes_part"], each["mode"]] for each in p.choices] or None,
            ]
            for p in case.people
        },
        "mediators": {key(name): is_ready for name, is_ready in case.assigned.items()} or None,
        "conflicts": sorted(map(key, case.conflicted)) or None,
        "sessions": [
            [
                m.state, m.mode, int(m.starts.timestamp()),
                sorted(map(key, m.mediators)) if m.state == "scheduled" else None,
            ]
            for m in case.meetings
        ] or None,
        "papers": [
            [g.version, g.state, g.signatures, {str(i.key): item_of(i) for i in g.items} or None] for g in case.papers
        ] or None,
    }  # fmt: skip
    return in_order(found)


def checks_of(case: Case) -> dict[str, list[str]]:
    passing = ("full", "basic_facts", "none", "convicted", "exception")
    checks = {}
    if case.acknowledged:
        result = "override" if case.is_overridden else "pass" if case.acknowledged in passing else "fail"
        checks["E1"] = [case.acknowledged, result]
    for rule, name in (("E2", "appeal"), ("E3", "conviction"), ("E4", "no_contact_order")):
        if answer := case.law.get(name):
            checks[rule] = [
                answer,
                "pass" if answer in passing else "unknown" if answer == "unknown" else "fail",
            ]
    if "offence" in case.let_through:
        checks["E5"] = ["", "override"]
    if case.substance:
        result = {"something": "pass", "nothing": "fail", "unknown": "unknown"}[case.substance]
        checks["E8"] = [case.substance, "override" if "substance" in case.let_through else result]
    return checks


def item_of(item: Any) -> list[Any]:
    rows = [[str(row.key), str(row.figure), row.is_reversal] for row in item.ledger]
    return [
        item.kind,
        str(item.figure) if item.figure is not None else None,
        str(item.due),
        item.status,
        rows or None,
    ]
