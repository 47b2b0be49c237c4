"""The addresses of networks, on the platform's own hosts."""

from django.urls import path

from network.oversight import views

urlpatterns = [
    path("console/networks/", views.listing, name="console-networks"),
    path("console/networks/<uuid:pk>/", views.network, name="console-network"),
    path("console/officers/<uuid:pk>/dismiss/", views.dismiss, name="console-officer-dismiss"),
]
