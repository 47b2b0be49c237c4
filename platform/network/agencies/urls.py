"""The addresses of agencies, on the platform's own hosts."""

from django.urls import path, re_path

from network.agencies.decisions import DECISIONS
from network.agencies.views import (
    asking,
    console,
    figures,
    home,
    people,
    places,
    programs,
    sign_on,
    signing_in,
    software,
    widgets,
)
from network.directory.urls import LANGUAGES

UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"

urlpatterns = [
    path("agencies/start/", asking.ask, name="agency-ask"),
    path("agencies/start/sent/", asking.asked, name="agency-asked"),
    path("agencies/join/<str:token>/", asking.join, name="agency-join"),
    path("agency/", home.receipts, name="agency-home"),
    path("agency/receipts/<uuid:pk>/go/", home.go, name="agency-receipt-go"),
    path("agency/programs/", programs.listing, name="agency-programs"),
    path("agency/programs/<uuid:pk>/save/", programs.save, name="agency-program-save"),
    path("agency/programs/<uuid:pk>/forget/", programs.forget, name="agency-program-forget"),
    path("agency/programs/<uuid:pk>/go/", programs.go, name="agency-program-go"),
    path("agency/figures/", figures.page, name="agency-figures"),
    path("agency/people/", people.listing, name="agency-people"),
    path("agency/change/", people.change, name="agency-change"),
    path("agency/people/invite/", people.invite, name="agency-invite"),
    path("agency/invitations/<uuid:pk>/resend/", people.resend, name="agency-invitation-resend"),
    path("agency/invitations/<uuid:pk>/revoke/", people.revoke, name="agency-invitation-revoke"),
    path("agency/people/<uuid:pk>/task/", people.task, name="agency-task"),
    path("agency/people/<uuid:pk>/leave/", people.leave, name="agency-leave"),
    path("agency/places/", places.listing, name="agency-places"),
    path("agency/places/<uuid:pk>/forget/", places.forget, name="agency-place-forget"),
    path("agency/sign-in/", sign_on.page, name="agency-sign-on"),
    path("agency/sign-in/require/", sign_on.require, name="agency-sign-on-require"),
    path("agency/sign-in/remove/", sign_on.remove, name="agency-sign-on-remove"),
    path("sign-in/agency/", signing_in.choose, name="sign-in-agency"),
    path("sign-in/agency/<uuid:pk>/", signing_in.go, name="sign-in-agency-go"),
    path("sign-in/agency/<uuid:pk>/back/", signing_in.back, name="sign-in-agency-back"),
    path("agency/website/", widgets.listing, name="agency-widgets"),
    path("agency/website/<uuid:pk>/end/", widgets.remove, name="agency-widget-remove"),
    path("agency/software/", software.listing, name="agency-software"),
    path("agency/software/<uuid:pk>/revoke/", software.revoke, name="agency-key-revoke"),
    # Below /api/, so that every trouble is told in the words for software.
    path("api/agency/hand-over/", software.hand_over, name="api-agency-hand-over"),
    re_path(
        rf"^directory/widget/(?P<pk>{UUID})/(?P<language>{LANGUAGES})/$",
        widgets.frame,
        name="directory-widget",
    ),
    path("console/agencies/", console.listing, name="console-agencies"),
    path("console/agencies/register/", console.register, name="console-agency-register"),
    path("console/agencies/<uuid:pk>/", console.agency, name="console-agency"),
    *(
        path(
            f"console/agencies/<uuid:pk>/{decision.slug}/",
            console.decide,
            {"decision": decision},
            name=decision.page,
        )
        for decision in DECISIONS
    ),
]
