"""The addresses of sign-up, on the platform's own hosts."""

from django.urls import path

from programs.signup import views

urlpatterns = [
    path("start/", views.start, name="sign-up"),
    path("start/ready/<str:token>/", views.ready, name="sign-up-ready"),
    path("terms/", views.terms, name="terms"),
]
