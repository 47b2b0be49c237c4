"""The addresses of what networks publish for their members, on the platform's own hosts."""

from django.urls import path

from network.guidance.views import resources, templates

urlpatterns = [
    path("network/standards/", templates.page, name="network-standards"),
    path("network/standards/publish/", templates.publish, name="network-standards-publish"),
    path("network/standards/withdraw/", templates.withdraw, name="network-standards-withdraw"),
    path("network/standards/members/", templates.members, name="network-standards-members"),
    path("network/standards/settings/<slug:name>/", templates.setting, name="network-standards-setting"),
    path("network/resources/", resources.page, name="network-resources"),
    path("network/resources/new/<slug:kind>/", resources.new, name="network-resource-new"),
    path("network/resources/upload/", resources.upload, name="network-resource-upload"),
    path("network/resources/<uuid:pk>/", resources.again, name="network-resource"),
    path("network/resources/<uuid:pk>/withdraw/", resources.withdraw, name="network-resource-withdraw"),
]
