"""The addresses of networks, on the platform's own hosts."""

from django.urls import path, re_path

from network.oversight.views import console, home, joining, overview, people, public, roster, words

urlpatterns = [
    path("networks/", public.listing, name="networks-public"),
    path("networks/join/<str:token>/", people.join, name="network-join"),
    path("networks/<slug:slug>/", public.network, name="network-public"),
    path("network/", home.page, name="network-home"),
    path("network/members/", roster.page, name="network-roster"),
    re_path(r"^network/members\.(?P<form>csv|xlsx)$", roster.as_table, name="network-roster-file"),
    path("network/members/<uuid:pk>/", roster.member, name="network-member"),
    path("network/members/<uuid:pk>/end/", roster.end, name="network-member-end"),
    path("network/members/<uuid:pk>/offer/", roster.offer, name="network-member-offer"),
    path("network/members/<uuid:pk>/answer/", joining.answer, name="network-request"),
    path("network/members/<uuid:pk>/transfer/", joining.transfer, name="network-transfer"),
    path("network/members/<uuid:pk>/withdraw/", joining.withdraw, name="network-withdraw"),
    path("network/invite/", joining.invite, name="network-invite"),
    path("network/terms/", words.terms, name="network-terms"),
    path("network/describe/", words.describe, name="network-describe"),
    path("network/announcements/", words.announcements, name="network-announcements"),
    path("network/people/", people.listing, name="network-people"),
    path("network/people/invite/", people.invite, name="network-person-invite"),
    path("network/people/<uuid:pk>/", people.person, name="network-person"),
    path("network/people/<uuid:pk>/remove/", people.remove, name="network-person-remove"),
    path("network/invitations/<uuid:pk>/resend/", people.resend, name="network-person-resend"),
    path("network/invitations/<uuid:pk>/revoke/", people.revoke, name="network-person-revoke"),
    path("network/places/", overview.gaps, name="network-gaps"),
    path("network/places.csv", overview.gaps_file, name="network-gaps-file"),
    path("network/report/", overview.report, name="network-report"),
    path("network/report.csv", overview.report_file, name="network-report-file"),
    path("console/networks/", console.listing, name="console-networks"),
    path("console/networks/<uuid:pk>/", console.network, name="console-network"),
    path("console/officers/<uuid:pk>/dismiss/", console.dismiss, name="console-officer-dismiss"),
]
