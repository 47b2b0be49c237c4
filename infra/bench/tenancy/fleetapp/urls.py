"""The one page, in every arm."""

from django.urls import path

from infra.bench.tenancy.fleetapp.views import page

urlpatterns = [path("bench/", page, name="bench-page")]
