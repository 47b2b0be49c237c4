"""The addresses of accreditation, on the platform's own hosts."""

from django.urls import path, re_path

from network.accreditation.views import drafts, pages, pipeline, standards

urlpatterns = [
    path("networks/<slug:slug>/register/", standards.register, name="accreditation-register"),
    path("network/accreditation/", pipeline.page, name="accreditation-pipeline"),
    re_path(
        r"^network/accreditation\.(?P<form>csv|xlsx)$", pipeline.as_table, name="accreditation-pipeline-file"
    ),
    path("network/accreditation/<uuid:pk>/", pages.application, name="accreditation-application"),
    path("network/accreditation/<uuid:pk>/do/<slug:what>/", pages.act, name="accreditation-act"),
    path(
        "network/accreditation/<uuid:pk>/criteria/<slug:criterion>/",
        pages.finding,
        name="accreditation-finding",
    ),
    path(
        "network/accreditation/<uuid:pk>/criteria/<slug:criterion>/met/",
        pages.condition,
        name="accreditation-condition",
    ),
    path("network/accreditation/evidence/<uuid:pk>/", pages.evidence, name="accreditation-evidence"),
    path("network/accreditation/standards/", standards.standards, name="accreditation-standards"),
    path("network/accreditation/starters/<slug:slug>/", standards.starter, name="accreditation-starter"),
    path("network/accreditation/standards/<slug:slug>/", standards.standard, name="accreditation-standard"),
    path("network/accreditation/standards/<slug:slug>/adopt/", standards.adopt, name="accreditation-adopt"),
    path("network/accreditation/standards/<slug:slug>/close/", standards.close, name="accreditation-close"),
    path(
        "network/accreditation/standards/<slug:slug>/reopen/", standards.reopen, name="accreditation-reopen"
    ),
    path("network/accreditation/standards/<slug:slug>/draft/", drafts.page, name="accreditation-draft"),
    path(
        "network/accreditation/standards/<slug:slug>/draft/add/", drafts.add, name="accreditation-draft-new"
    ),
    path(
        "network/accreditation/standards/<slug:slug>/draft/criteria/<slug:criterion>/",
        drafts.criterion,
        name="accreditation-draft-criterion",
    ),
    path(
        "network/accreditation/standards/<slug:slug>/draft/criteria/<slug:criterion>/drop/",
        drafts.drop,
        name="accreditation-draft-drop",
    ),
    path(
        "network/accreditation/standards/<slug:slug>/draft/discard/",
        drafts.discard,
        name="accreditation-draft-discard",
    ),
    path(
        "network/accreditation/standards/<slug:slug>/draft/publish/",
        drafts.publish,
        name="accreditation-draft-publish",
    ),
]
