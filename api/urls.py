"""The addresses of the API, and of the pages on which its tokens are made."""

from django.urls import include, path

from api import views

urlpatterns = [
    path("api-tokens/", views.listing, name="api-tokens"),
    path("api-tokens/make/", views.make, name="api-token-make"),
    path("api-tokens/<uuid:pk>/revoke/", views.revoke, name="api-token-revoke"),
    path("api/v1/", include("api.v1.urls")),
]
