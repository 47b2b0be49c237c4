"""Why a statement of training is refused, and what to do."""

from django.utils.translation import gettext_lazy as _

from amends.console.actions import Hindrance


def _reason(name: str, sentence: object, remedy: object) -> Hindrance:
    return Hindrance(name, sentence, remedy, source="")  # type: ignore[arg-type]


IS_A_STATEMENT = _reason(
    "statement_is_one",
    _("This file is no statement of training, or it was changed so that it cannot be read."),
    _("Choose the file as it was downloaded, not a copy of its text. If in doubt, download it again."),
)
ISSUER_IS_KNOWN = _reason(
    "statement_issuer_is_known",
    _("No program that the platform vouches for has issued this."),
    _(
        "If it was made minutes ago, try again in a minute. Otherwise ask the program that is named in it whether it"
        " is still served here."
    ),
)
ISSUER_IS_ANOTHER = _reason(
    "statement_issuer_is_another",
    _("This statement is of this program itself, which knows the training already."),
    _("Take it to another program, or have somebody who runs this one note the training."),
)
IS_UNALTERED = _reason(
    "statement_is_unaltered",
    _("The signature does not fit: the statement was changed, or the program that it names did not sign it."),
    _("Use the file as it was downloaded. If it was, tell the program that is named in it."),
)
KEY_HOLDS = _reason(
    "statement_key_holds",
    _("The program has ended the key with which this was signed, and with it everything that key signed."),
    _("Have a new statement made: it takes a minute."),
)
HAS_BEGUN = _reason(
    "statement_has_begun",
    _("The statement is from a moment that is still to come."),
    _("Have a new statement made, and tell the program that its clock was wrong."),
)
HAS_NOT_RUN_OUT = _reason(
    "statement_has_not_run_out",
    _("The statement has run out: each counts for 90 days."),
    _("Have a new statement made: it takes a minute."),
)
IS_THEIRS = _reason(
    "statement_is_theirs",
    _("The statement is made out to another e-mail address than that of this account."),
    _(
        "Have it made by the account with the same address, or change the address of one of the two accounts first."
    ),
)
ADDRESS_IS_CONFIRMED = _reason(
    "statement_address_is_confirmed",
    _("The e-mail address of the account is not confirmed: it could be anybody’s."),
    _("Open the page “Account” and confirm the address, then come back."),
)
IS_NEW = _reason(
    "statement_is_new",
    _("This statement was handed in here already."),
    _("Look at the page of the mediator: it is noted there, or waits there for an answer."),
)
LIST_IS_HEARD = _reason(
    "statement_list_is_heard",
    _("The program that issued this does not answer at the moment, so nobody knows whether it was ended."),
    _("Nothing is noted until it answers. Try again later, with the same file."),
)
HAS_NOT_ENDED = _reason(
    "statement_has_not_ended",
    _("The mediator or the program that issued this has ended it."),
    _("Have a new statement made, if the program still stands by it."),
)
PROGRAM_IS_VERIFIED = _reason(
    "statement_program_is_verified",
    _("Nobody vouches for this program yet, so no other would believe what it signs."),
    _("Try again when the program is verified. Whoever administers it sees how far that is."),
)
HAS_ROOM = _reason(
    "statement_has_room",
    _("There are as many running statements as one mediator can have."),
    _("End one that you need no more, then make a new one."),
)
WAITS_FOR_ANSWER = _reason(
    "statement_waits",
    _("This statement was answered meanwhile."),
    _("Look at the page of the mediator again: it shows how things stand."),
)
