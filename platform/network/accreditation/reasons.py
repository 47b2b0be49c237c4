"""Why something about an accreditation is refused, and what to do."""

from django.utils.translation import gettext_lazy as _

from amends.console.actions import Hindrance

STATE = Hindrance(
    "accreditation_state",
    _("This cannot be done as the accreditation stands now."),
    _("Look at its page again: it shows how things stand, and what comes next."),
)
OF_NETWORK = Hindrance(
    "acts_for_this_network",
    _("Only somebody who acts for the network can do this."),
    _("Ask somebody who leads the network."),
)
ACCREDITOR = Hindrance(
    "is_accreditor_of_network",
    _("A review is done by somebody of the network whose duty is accreditation."),
    _("Choose another person, or give this one the duty on the page of people."),
)
ANOTHER_REVIEWER = Hindrance(
    "another_reviewer",
    _("This person has looked at the application before, or declared a conflict."),
    _("Ask somebody who has not."),
)
REVIEWER = Hindrance(
    "is_the_reviewer",
    _("Only the person who was asked to review can do this."),
    _("Somebody who leads the network can ask you, or another person."),
)
DECLARED = Hindrance(
    "declared_no_conflict",
    _("The reviewer has not declared yet whether they have a conflict of interest."),
    _("Declare it first, on the page of the application."),
)
CONFLICTED = Hindrance(
    "unconflicted_reviewer",
    _("Somebody with a conflict of interest takes no part in this application."),
    _("Ask another person to review, or to decide."),
)
BELONGS = Hindrance(
    "reviewer_outside_program",
    _("The program says that the reviewer has an account in it."),
    _("Ask another person to review."),
)
COMPARED = Hindrance(
    "reviewer_compared",
    _("The program has not answered yet whether the reviewer has an account in it."),
    _("It answers by itself within seconds. Try again."),
)
COMPARED_ANEW = Hindrance(
    "reviewer_compared_anew",
    _("The program is being asked once more whether the reviewer has an account in it by now."),
    _("It answers by itself within seconds. Press again then."),
)
FOUND = Hindrance(
    "every_criterion_found",
    _("There is no finding yet for every criterion."),
    _("Write one for each."),
)
EVIDENCE = Hindrance(
    "required_evidence",
    _("A required criterion has no evidence."),
    _("Ask the program to hand it in. Until then it cannot be accredited."),
)
MET = Hindrance(
    "required_met",
    _("A required criterion is not met."),
    _("Decide not to accredit, or wait for what the program hands in."),
)
NO_OPEN_CONDITION = Hindrance(
    "no_open_condition",
    _("A condition is still open."),
    _("Accredit with conditions, or mark the conditions as met first."),
)
HAS_CONDITION = Hindrance(
    "has_open_condition",
    _("No condition is open, so there is nothing to accredit under."),
    _("Accredit without conditions, or have the reviewer write one."),
)
REVIEW_DONE = Hindrance(
    "review_is_done",
    _("The reviewer has not finished."),
    _("Wait for what they recommend."),
)
REVIEW_OVER = Hindrance(
    "review_goes_on",
    _("The review is finished, so its findings stay as they are."),
    _("Somebody who leads the network can ask another person to review."),
)
ANOTHER_DECIDES = Hindrance(
    "another_person_decides",
    _("Who reviewed does not decide: two people stand behind each accreditation."),
    _("Ask somebody else of the network."),
)
NO_CRITERION = Hindrance(
    "criterion_of_standard",
    _("The standard has no such criterion."),
    _("Open the application again, and choose a criterion there."),
)
DUE_AHEAD = Hindrance(
    "condition_due_ahead",
    _("A condition is for something that is not fully met, and has a day that is still to come."),
    _("Enter a day after today, or leave the condition out."),
)
NO_CONDITION = Hindrance(
    "condition_is_open",
    _("This condition was met already, or there is none."),
    _("Look at the application again."),
)
WORDS = Hindrance(
    "words_to_member",
    _("The program must be able to read why."),
    _("Write it in your own words."),
)
APPEAL_WAITS = Hindrance(
    "appeal_waits",
    _("No appeal waits for an answer."),
    _("Look at the application again."),
)
APPEAL_BY_ANOTHER = Hindrance(
    "appeal_by_another",
    _("An appeal is decided by somebody who neither reviewed nor took the decision."),
    _("Ask another person who leads the network."),
)
KNOWN_STANDARD = Hindrance(
    "standard_is_known",
    _("The network has published this standard already."),
    _("Look at the list of its standards."),
)
OTHER_ASKED = Hindrance(
    "no_other_application",
    _("The program has applied anew meanwhile, and one application is looked at at a time."),
    _("Decide that one. The appeal can be answered with no, which says so."),
)
TOO_MANY_CRITERIA = Hindrance(
    "criteria_in_bounds",
    _("A standard has at most 40 criteria."),
    _("Remove one first, or put two together."),
)
OVERTAKEN = Hindrance(
    "draft_as_read",
    _(
        "The draft was published or thrown away meanwhile, perhaps by a colleague, so nothing was published now."
    ),
    _("Read below how it stands by now."),
)
NOTHING_CHANGED = Hindrance(
    "draft_changes_something",
    _("The draft says what the published version says already."),
    _("Change something first."),
)
NONE_REQUIRED = Hindrance(
    "a_criterion_is_required",
    _("None of the criteria is required, so that anybody would meet the standard."),
    _("Make at least one criterion required."),
)
NO_SOURCES = Hindrance(
    "standard_names_sources",
    _("The standard does not name its sources."),
    _("Say in “Title, renewal and sources” what it follows; your own decision counts."),
)
