"""The addresses of version 1. Each has a line in `api/access.py` and in the surface that a test keeps."""

from django.urls import path

from api.v1.about import views as about
from api.v1.agencies import views as agencies
from api.v1.cases import own
from api.v1.cases import views as cases
from api.v1.offers import name_of
from api.v1.program import views as program
from api.v1.referrals import views as referrals
from api.v1.releases import views as releases
from api.v1.steps.views import endpoint_of
from api.v1.steps.ways import WAYS

BELOW = {
    "case": "cases",
    "person": "people",
    "item": "items",
    "payment": "payments",
    "referral": "referrals",
}

urlpatterns = [
    path("health/", about.Health.as_view(), name="api-health"),
    path("version/", about.Version.as_view(), name="api-version"),
    path("openapi.json", about.Schema.as_view(), name="api-schema"),
    path("program/", program.ProgramDetail.as_view(), name="api-program"),
    path("policy/", program.PolicyDetail.as_view(), name="api-policy"),
    path("referrals/", referrals.Referrals.as_view(), name="api-referrals"),
    path("referrals/<uuid:pk>/", referrals.ReferralDetail.as_view(), name="api-referral"),
    path("referrals/<uuid:pk>/people/", referrals.ReferralPeople.as_view(), name="api-referral-people"),
    path("agency/referrals/", agencies.AgencyReferrals.as_view(), name="api-agency-referrals"),
    path("cases/", cases.Cases.as_view(), name="api-cases"),
    path("cases/<uuid:pk>/", cases.CaseDetail.as_view(), name="api-case"),
    path("cases/<uuid:pk>/people/", cases.CasePeople.as_view(), name="api-case-people"),
    path("cases/<uuid:pk>/sessions/", cases.CaseSessions.as_view(), name="api-case-sessions"),
    path("cases/<uuid:pk>/agreement/", cases.CaseAgreement.as_view(), name="api-case-agreement"),
    path("cases/<uuid:pk>/story/", cases.CaseStory.as_view(), name="api-case-story"),
    path("cases/<uuid:pk>/steps/describe_case/", own.CaseDetails.as_view(), name="api-case-describe"),
    path("cases/<uuid:pk>/steps/tick_item/", own.CaseItems.as_view(), name="api-item-tick"),
    path("people/<uuid:pk>/releases/", releases.PersonReleases.as_view(), name="api-person-releases"),
    path(
        "people/<uuid:pk>/steps/record_release/", releases.RecordRelease.as_view(), name="api-release-record"
    ),
    path(
        "releases/<uuid:pk>/steps/revoke_release/",
        releases.RevokeRelease.as_view(),
        name="api-release-revoke",
    ),
    *(
        path(f"{BELOW[way.step.about]}/<uuid:pk>/steps/{step}/", endpoint_of(way), name=name_of(way.step))
        for step, way in WAYS.items()
    ),
]
