"""Pages of the directory, on the platform's own hosts."""

from django.conf import settings
from django.urls import path, re_path

from network.directory import views
from network.directory.views import claims, files

LANGUAGES = "|".join(code for code, _name in settings.LANGUAGES)

urlpatterns = [
    path("directory/", views.search, name="directory"),
    re_path(r"^directory/open-data\.(?P<form>csv|jsonl)$", files.open_data, name="directory-data"),
    re_path(r"^directory/in/(?P<state>[a-z]{2})/$", views.in_state, name="directory-state"),
    path("directory/sources/", views.sources, name="directory-sources"),
    path("directory/<slug:slug>/", views.program, name="directory-program"),
    re_path(
        rf"^directory/(?P<slug>[-\w]+)/(?P<language>{LANGUAGES})/$",
        views.program_in,
        name="directory-program-in",
    ),
    path("console/claims/", claims.listing, name="claims"),
    path("console/claims/<uuid:pk>/", claims.claim, name="claim"),
    path("console/claims/<uuid:pk>/decide/", claims.decide, name="claim-decide"),
    path("sitemap.xml", files.sitemap, name="sitemap"),
    path("robots.txt", files.robots, name="robots"),
]
