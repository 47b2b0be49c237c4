"""One page that writes and reads the tables that are migrated under it."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from infra.fleetapp.models import Book, Shelf


def shelf(request: HttpRequest) -> HttpResponse:
    """Add a book to the shelf "b", and say how many there are."""
    first = Shelf.objects.filter(label="b").first() or Shelf.objects.create(label="b")
    Book.objects.create(shelf=first, pages=1)
    return HttpResponse(f"{Book.objects.count()}\n", content_type="text/plain")


urlpatterns = [path("shelf", shelf, name="shelf")]

handler500 = "amends.web.errors.server_error"
