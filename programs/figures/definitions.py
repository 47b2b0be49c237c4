"""What each figure means: its id, its words, its unit, and where the definition comes from (3.13, W3).

An id never changes its meaning: a definition that has to change gets a new id, so that two reports that carry the same
id can be compared.
"""

from django.utils.translation import gettext_lazy as _

from programs.figures.described import Definition, Unit
from programs.figures.survey_definitions import SURVEYS

VOM = "Victim-offender mediation: indicators that surveys of programs report"
VA = "Virginia MIS: referral, first contact, first session, conclusion"
MINNESOTA = "Umbreit, Minneapolis 1989"
CANADA = "Justice Canada: cases with and without the person harmed are told apart"
OVC = "OVC PMT, victim assistance, subgrantee report (OMB 1121-0243)"
HMPPS = "HMPPS restorative justice data"
FOUR_SITES = "Umbreit 1994, four sites: 81 % with mediation, 58 % without"

ALL = (
    Definition(
        "referrals_received",
        _("Referrals received"),
        _(
            "Referrals by the day on which they came in. One with several offenses stands once in each of their rows."
        ),
        Unit.COUNT,
        VOM,
    ),
    Definition(
        "referrals_accepted",
        _("Accepted"),
        _("Of the referrals of the period that were accepted, declined or handed on: those accepted."),
        Unit.SHARE,
        VOM,
    ),
    Definition(
        "referrals_declined",
        _("Declined"),
        _("Of the referrals of the period that were accepted, declined or handed on: those declined."),
        Unit.SHARE,
        VOM,
    ),
    Definition(
        "cases_ended",
        _("Cases ended"),
        _("Cases by the day on which they were closed; sealed ones count, samples never do."),
        Unit.COUNT,
        VOM,
    ),
    Definition(
        "participation",
        _("How the person harmed took part"),
        _(
            "Each case that ended is in one row, the first that fits: met directly (a session in one room or by"
            " video), somebody went in their place, indirectly (messages that were handed over, or a session in two"
            " rooms), declined or withdrew, could not be reached, was informed only."
        ),
        Unit.SHARE,
        CANADA,
    ),
    Definition(
        "without_victim",
        _("Cases without a person harmed"),
        _(
            "Cases that ended in which no person or organization harmed was ever named. They are in no row above."
        ),
        Unit.COUNT,
        CANADA,
    ),
    Definition(
        "closure",
        _("How cases ended"),
        _("Cases that ended, by the reason that was written down."),
        Unit.SHARE,
        HMPPS,
    ),
    Definition(
        "sessions_held",
        _("Sessions held"),
        _("Sessions that took place, by the day on which they began."),
        Unit.COUNT,
        VOM,
    ),
    Definition(
        "sessions_not_held",
        _("Sessions that did not take place"),
        _("By the day on which they would have begun. Canceled ones are not counted."),
        Unit.COUNT,
        VOM,
    ),
    Definition(
        "agreements_reached",
        _("With an agreement"),
        _(
            "Of the cases that ended in which the two sides met or exchanged messages: those with an agreement that"
            " everybody signed. A dialogue without an agreement is no failure."
        ),
        Unit.SHARE,
        MINNESOTA,
    ),
    Definition(
        "agreements_fulfilled",
        _("Agreements fulfilled"),
        _("Of the cases that ended with a signed agreement: those in which all of it was done."),
        Unit.SHARE,
        MINNESOTA,
    ),
    Definition(
        "apology_only",
        _("Agreements that are an apology alone"),
        _(
            "Of the cases that ended with a signed agreement: those in which nothing but an apology was promised."
        ),
        Unit.SHARE,
        MINNESOTA,
    ),
    Definition(
        "money_agreed",
        _("Money agreed"),
        _("What was promised in money by agreements first signed in the period, as they stand now."),
        Unit.MONEY,
        MINNESOTA,
    ),
    Definition(
        "money_paid",
        _("Money paid"),
        _("Payments by the day on which they were made; what was taken back is taken off."),
        Unit.MONEY,
        VOM,
    ),
    Definition(
        "money_completed",
        _("Restitution paid in full"),
        _("Of the cases that ended with money promised: those in which all of it was paid."),
        Unit.SHARE,
        FOUR_SITES,
    ),
    Definition(
        "money_completed_mediated",
        _("Restitution paid in full: mediated"),
        _("The same, of the cases in which the two sides met or exchanged messages."),
        Unit.SHARE,
        FOUR_SITES,
    ),
    Definition(
        "money_completed_comparison",
        _("Restitution paid in full: not mediated"),
        _("The same, of the cases that ended without a meeting and without messages."),
        Unit.SHARE,
        FOUR_SITES,
    ),
    Definition(
        "hours_personal_agreed",
        _("Work for the person harmed, agreed"),
        _("Hours promised by agreements first signed in the period, as they stand now."),
        Unit.HOURS,
        MINNESOTA,
    ),
    Definition(
        "hours_personal_done",
        _("Work for the person harmed, done"),
        _("Hours by the day on which they were worked."),
        Unit.HOURS,
        VOM,
    ),
    Definition(
        "hours_community_agreed",
        _("Work for the community, agreed"),
        _("Hours promised by agreements first signed in the period, as they stand now."),
        Unit.HOURS,
        MINNESOTA,
    ),
    Definition(
        "hours_community_done",
        _("Work for the community, done"),
        _("Hours by the day on which they were worked."),
        Unit.HOURS,
        VOM,
    ),
    Definition(
        "days_to_answer",
        _("Referral to answer"),
        _("Days from the referral to the decision about it, for decisions of the period."),
        Unit.DAYS,
        VA,
    ),
    Definition(
        "days_to_contact",
        _("Referral to first contact"),
        _(
            "Days from the referral to the first time that a party was reached, for first contacts of the period."
        ),
        Unit.DAYS,
        VA,
    ),
    Definition(
        "days_to_session",
        _("Referral to first session"),
        _("Days from the referral to the first session that was held, for first sessions of the period."),
        Unit.DAYS,
        VA,
    ),
    Definition(
        "days_to_end",
        _("Referral to the end"),
        _(
            "Days from the referral to the day on which the case was closed, for cases that ended in the period."
        ),
        Unit.DAYS,
        VA,
    ),
    Definition(
        "active_mediators",
        _("Mediators at work"),
        _("Mediators who were assigned to a case on at least one day of the period."),
        Unit.COUNT,
        VOM,
    ),
    Definition(
        "hours_in_sessions",
        _("Hours of mediators in sessions"),
        _("The length of each session held in the period, once for each mediator of it."),
        Unit.HOURS,
        VOM,
    ),
    Definition(
        "hours_of_contacts",
        _("Hours of contacts and preparation"),
        _("The minutes that were written down with contacts of the period, whoever made them."),
        Unit.HOURS,
        VOM,
    ),
    Definition(
        "cost_per_case",
        _("Cost of a case"),
        _("What the year cost, as the program wrote it down, by the cases that ended in it."),
        Unit.MONEY,
        "Own earlier years are the only comparison: programs count their costs differently",
    ),
    Definition(
        "victims_served",
        _("People harmed who were served"),
        _(
            "Persons harmed who were reached, met, or took part in a session in the period. In two cases: two persons."
        ),
        Unit.COUNT,
        OVC,
    ),
    Definition(
        "victims_new",
        _("New people harmed"),
        _("Of those served: persons for whom it was the first time."),
        Unit.COUNT,
        OVC,
    ),
    Definition(
        "victims_age",
        _("Age of new people harmed"),
        _("No day of birth is kept, so that only under 18 and over are told apart."),
        Unit.COUNT,
        OVC,
    ),
    Definition(
        "victimization",
        _("Type of victimization of new people harmed"),
        _("A person stands once in each row that an offense of their case belongs to."),
        Unit.COUNT,
        OVC,
    ),
    Definition(
        "victimization_several",
        _("With more than one type"),
        _("New people harmed who stand in several of these rows."),
        Unit.COUNT,
        OVC,
    ),
    Definition(
        "services",
        _("Services to people harmed"),
        _("People who had the service in the period, and how often it was given."),
        Unit.COUNT,
        OVC,
    ),
    *SURVEYS,
)
DEFINITIONS: dict[str, Definition] = {each.id: each for each in ALL}
