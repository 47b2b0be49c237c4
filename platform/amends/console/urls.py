"""The addresses of the console, on the platform's own hosts."""

from django.urls import path

from amends.console import views
from amends.console.decisions import DECISIONS

urlpatterns = [
    path("console/", views.programs, name="console"),
    path("console/programs/<uuid:pk>/", views.program, name="console-program"),
    *(
        path(
            f"console/programs/<uuid:pk>/{decision.slug}/",
            views.decide,
            {"decision": decision},
            name=decision.page,
        )
        for decision in DECISIONS
    ),
]
