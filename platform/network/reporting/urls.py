"""The addresses of figures across programs, on the platform's own hosts."""

from django.urls import path

from network.reporting.views import console, method, networks, public

urlpatterns = [
    path("figures/", public.newest, name="figures-public"),
    path("figures/<int:number>/", public.year, name="figures-year"),
    path("figures/method/", method.method, name="figures-method"),
    path("figures/releases/", public.archive, name="figures-releases"),
    path("figures/releases/<uuid:pk>/", public.release, name="figures-release"),
    path("figures/releases/<uuid:pk>.<slug:form>", public.release_file, name="figures-release-file"),
    path("network/figures/", networks.page, name="network-figures"),
    path("network/figures/<uuid:pk>/", networks.release, name="network-figures-release"),
    path("network/figures/<uuid:pk>.<slug:form>", networks.release_file, name="network-figures-file"),
    path("console/figures/", console.periods, name="console-figures"),
    path("console/figures/<uuid:pk>/", console.release, name="console-release"),
]
