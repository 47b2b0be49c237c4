"""Addresses of the directory for other software, on the platform's own hosts."""

from django.urls import path

from network.hsds import views

urlpatterns = [
    path("api/hsds/v3/", views.about, name="hsds"),
    path("api/hsds/v3/openapi.json", views.openapi, name="hsds-openapi"),
    path("api/hsds/v3/profile.json", views.profile, name="hsds-profile"),
    path("api/hsds/v3/services", views.services, name="hsds-services"),
    path("api/hsds/v3/services/<uuid:pk>", views.service, name="hsds-service"),
    path("api/hsds/v3/organizations", views.organizations, name="hsds-organizations"),
    path("api/hsds/v3/organizations/<uuid:pk>", views.organization, name="hsds-organization"),
    path("api/hsds/v3/service_at_locations", views.service_at_locations, name="hsds-service-at-locations"),
    path(
        "api/hsds/v3/service_at_locations/<uuid:pk>",
        views.service_at_location,
        name="hsds-service-at-location",
    ),
    path("api/hsds/v3/taxonomies", views.all_taxonomies, name="hsds-taxonomies"),
    path("api/hsds/v3/taxonomies/<uuid:pk>", views.taxonomy, name="hsds-taxonomy"),
    path("api/hsds/v3/taxonomy_terms", views.taxonomy_terms, name="hsds-taxonomy-terms"),
    path("api/hsds/v3/taxonomy_terms/<uuid:pk>", views.taxonomy_term, name="hsds-taxonomy-term"),
]
