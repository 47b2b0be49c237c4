"""The addresses of a program's pages. None holds more than a key that says nothing."""

from django.urls import path

from programs.views import (
    agreements,
    assignments,
    cases,
    closing,
    home,
    look,
    people,
    public_referral,
    referrals,
    screening,
    sessions,
    setup,
)

urlpatterns = [
    path("", home.home, name="home"),
    # Without an account
    path("refer/", public_referral.refer, name="refer"),
    path("refer/received/<str:token>/", public_referral.received, name="refer-received"),
    # How the program shows itself
    path("look/", look.look, name="look"),
    path("look.css", look.look_style, name="look-style"),
    path("logo.png", look.logo, name="logo"),
    # Set-up
    path("welcome/<str:token>/", setup.hand_over, name="hand-over"),
    path("confirm/<str:token>/", setup.confirm, name="founder-confirm"),
    path("set-up/verification/", setup.verification, name="verification"),
    path("set-up/confirmation/", setup.send_confirmation, name="confirmation-send"),
    path("set-up/program/", setup.describe, name="program-describe"),
    path("set-up/samples/", setup.erase, name="samples-erase"),
    path("set-up/tasks/", setup.choose, name="task-choose"),
    # Referrals
    path("referrals/", referrals.inbox, name="referrals"),
    path("referrals/<uuid:pk>/", referrals.page, name="referral"),
    path("referrals/<uuid:pk>/accept/", referrals.accept, name="referral-accept"),
    path("referrals/<uuid:pk>/decline/", referrals.decline, name="referral-decline"),
    path("referrals/<uuid:pk>/amend/", referrals.amend, name="referral-amend"),
    # Cases
    path("cases/", cases.listing, name="cases"),
    path("cases/<uuid:pk>/", cases.page, name="case"),
    path("cases/<uuid:pk>/screening/", screening.begin, name="screening-begin"),
    path("cases/<uuid:pk>/acknowledgement/", screening.acknowledgement, name="acknowledgement-record"),
    path("cases/<uuid:pk>/acknowledgement/override/", screening.override, name="acknowledgement-override"),
    path("cases/<uuid:pk>/preparing/", screening.preparing, name="preparing-begin"),
    path("cases/<uuid:pk>/ready/", screening.ready, name="ready-mark"),
    path("cases/<uuid:pk>/mediator/", assignments.assign, name="mediator-assign"),
    path(
        "cases/<uuid:pk>/mediators/<uuid:mediator>/conflict/", assignments.conflict, name="conflict-declare"
    ),
    # People
    path("cases/<uuid:pk>/people/", people.listing, name="case-people"),
    path("cases/<uuid:pk>/people/add/", people.add, name="participant-add"),
    path("people/<uuid:pk>/", people.edit, name="participant-edit"),
    path("people/<uuid:pk>/consent/", people.consent, name="consent-record"),
    path("people/<uuid:pk>/consent/withdraw/", people.withdraw, name="consent-withdraw"),
    # Sessions
    path("cases/<uuid:pk>/session/", sessions.schedule, name="session-schedule"),
    path("cases/<uuid:pk>/session/cancel/", sessions.cancel, name="session-cancel"),
    path("cases/<uuid:pk>/session/held/", sessions.held, name="session-held"),
    path("cases/<uuid:pk>/session/not-held/", sessions.not_held, name="session-not-held"),
    # Agreement and payments
    path("cases/<uuid:pk>/agreement/", agreements.page, name="case-agreement"),
    path("cases/<uuid:pk>/agreement/begin/", agreements.begin, name="agreement-begin"),
    path("cases/<uuid:pk>/agreement/items/", agreements.add_item, name="item-add"),
    path("cases/<uuid:pk>/agreement/sign/", agreements.sign, name="agreement-sign"),
    path("items/<uuid:pk>/remove/", agreements.remove_item, name="item-remove"),
    path("items/<uuid:pk>/mark/", agreements.mark, name="item-mark"),
    path("items/<uuid:pk>/payments/", agreements.pay, name="payment-record"),
    path("payments/<uuid:pk>/reverse/", agreements.take_back, name="payment-reverse"),
    # The end
    path("cases/<uuid:pk>/closing/", closing.begin, name="closing-begin"),
    path("cases/<uuid:pk>/close/", closing.close, name="case-close"),
]
