"""Frames of the directory for an agency's own website."""

from amends import audit
from amends.accounts.models import User
from amends.actions import action
from network.agencies.models import AgencyMember, Widget


@action
def make_widget(*, actor: User, place: str, ancestors: list[str]) -> Widget:
    """Make a frame with the programs of a place (its code) that pages of these origins may show."""
    agency_id = AgencyMember.objects.values_list("agency_id", flat=True).get(user=actor)
    widget = Widget.objects.create(agency_id=agency_id, place=place, ancestors=ancestors)
    audit.record("agency.widget_made", widget, actor=actor)
    return widget


@action
def remove_widget(*, actor: User, widget: Widget) -> None:
    """End a frame: whoever still shows it shows a page that says so."""
    Widget.objects.filter(pk=widget.pk, agency__members__user=actor).update(is_open=False)
    audit.record("agency.widget_removed", widget, actor=actor)
