"""The page at which an order is placed by a real request."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from infra.drills.kill.orders.tasks import place


@csrf_exempt
@require_POST
def order(_request: HttpRequest, number: int, kind: str) -> HttpResponse:
    """Place the order and answer 201: from now on it may not be lost."""
    place(number=number, kind=kind)
    return HttpResponse(status=201)


urlpatterns = [path("order/<int:number>/<str:kind>", order, name="drill-order")]
