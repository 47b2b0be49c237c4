"""The addresses of accreditation, on the platform's own hosts."""

from django.urls import path

from network.accreditation.views import pages, standards

urlpatterns = [
    path("networks/<slug:slug>/register/", standards.register, name="accreditation-register"),
    path("network/accreditation/", pages.pipeline, name="accreditation-pipeline"),
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
    path("network/accreditation/standards/<slug:slug>/adopt/", standards.adopt, name="accreditation-adopt"),
    path("network/accreditation/standards/<slug:slug>/close/", standards.close, name="accreditation-close"),
]
