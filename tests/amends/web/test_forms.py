"""Forms: every control has a label, its hint and error are joined to it, and what was typed comes back."""

import datetime as dt

import pytest
from django import forms
from django.template import Context, Template
from django.utils.translation import override

from amends.web.forms import DateField, MoneyInput

pytestmark = pytest.mark.no_db


class EverythingForm(forms.Form):
    name = forms.CharField(help_text="As you like it <b>.", error_messages={"required": "Enter a name"})
    nick = forms.CharField(required=False, widget=forms.TextInput({"class": "govuk-input--width-10"}))
    count = forms.IntegerField(min_value=1, error_messages={"required": "Enter a number"})
    amount = forms.DecimalField(widget=MoneyInput())
    born_on = DateField()
    story = forms.CharField(widget=forms.Textarea)
    kind = forms.ChoiceField(choices=[("a", "First"), ("b", "Second")], widget=forms.RadioSelect)
    place = forms.ChoiceField(choices=[("", "Choose"), ("x", "Here")])
    ways = forms.MultipleChoiceField(
        choices=[("p", "Phone"), ("t", "Text")], widget=forms.CheckboxSelectMultiple
    )
    agreed = forms.BooleanField(label="I agree")
    secret = forms.CharField(widget=forms.HiddenInput)


FILLED = {
    "name": "<Ana>",
    "count": "3",
    "amount": "12.50",
    "born_on_month": "3",
    "born_on_day": "27",
    "born_on_year": "2001",
    "story": "Once",
    "kind": "b",
    "place": "x",
    "ways": ["t"],
    "agreed": "on",
    "secret": "s",
}


def draw(form, template="{{ form }}"):
    with override("en"):
        return Template("{% load components %}" + template).render(Context({"form": form}))


def test_it_works():
    form = EverythingForm(FILLED)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["born_on"] == dt.date(2001, 3, 27)
    page = draw(form)
    assert 'value="&lt;Ana&gt;"' in page
    assert "error" not in page


def test_it_joins_hint_and_error_to_the_control():
    page = draw(EverythingForm({}))
    assert 'id="id_name-hint"' in page
    assert 'id="id_name-error"' in page
    assert 'aria-describedby="id_name-hint id_name-error"' in page
    assert "As you like it &lt;b&gt;." in page


def test_it_gives_every_control_a_label():
    page = draw(EverythingForm())
    for name in ("name", "nick", "count", "amount", "story", "place", "agreed"):
        assert f'for="id_{name}"' in page
    for name in ("id_born_on-month", "id_kind", "id_kind-2", "id_ways", "id_ways-2"):
        assert f'for="{name}"' in page
        assert f'id="{name}"' in page


@pytest.mark.parametrize(("name", "kind"), [("kind", "radio"), ("ways", "checkbox"), ("agreed", "checkbox")])
def test_it_tells_one_choice_from_many(name, kind):
    page = draw(EverythingForm(FILLED), f"{{% form_field form.{name} %}}")
    assert f'type="{kind}"' in page
    assert page.count(" checked") == 1


def test_it_writes_no_required_attribute():
    assert " required" not in draw(EverythingForm())


def test_it_marks_what_is_optional():
    page = draw(EverythingForm())
    assert "Nick (optional)" in page
    assert "Name (optional)" not in page


def test_it_types_numbers_as_text_with_a_number_keyboard():
    page = draw(EverythingForm())
    assert 'type="number"' not in page
    assert 'inputmode="numeric"' in page


def test_it_shows_the_summary_once_with_links_to_the_first_control():
    page = draw(EverythingForm({}), "{% error_summary form %}{{ form }}")
    assert page.count("govuk-error-summary__title") == 1
    for target in ("id_name", "id_born_on-month", "id_kind", "id_agreed"):
        assert f'href="#{target}"' in page
        assert page.count(f'id="{target}"') == 1


def test_it_shows_the_summary_by_itself_on_a_page_that_forgot_it():
    assert draw(EverythingForm({})).count("govuk-error-summary__title") == 1


def test_it_says_nothing_of_errors_before_the_form_was_sent():
    assert "govuk-error" not in draw(EverythingForm())


def test_it_brings_back_what_was_typed():
    page = draw(EverythingForm({**FILLED, "born_on_day": "31", "born_on_month": "2"}))
    for text in ('value="31"', 'value="2"', 'value="2001"', ">Once</textarea>", 'value="12.50"'):
        assert text in page
    assert "Enter a real date" in page
    assert 'value="b" checked' in page
    assert 'value="x" selected' in page


@pytest.mark.parametrize(
    "typed",
    [
        ("31", "2", "2026"),
        ("x", "2", "2026"),
        ("1", "", "2026"),
        ("0", "0", "0"),
        ("1", "2", "26"),
        ("1", "W1", "2026"),
    ],
)
def test_it_refuses_what_is_no_date(typed):
    day, month, year = typed
    form = EverythingForm({**FILLED, "born_on_day": day, "born_on_month": month, "born_on_year": year})
    assert "Enter a real date" in form.errors["born_on"][0]


def test_it_asks_for_a_date_when_all_boxes_are_empty():
    form = EverythingForm({**FILLED, "born_on_day": "", "born_on_month": "", "born_on_year": ""})
    assert form.errors["born_on"] == ["Enter a date"]


def test_it_writes_the_date_in_the_order_of_the_language():
    with override("fr"):
        page = Template("{{ form.born_on.as_field_group }}").render(Context({"form": EverythingForm()}))
    assert page.index("born_on_day") < page.index("born_on_month") < page.index("born_on_year")
    english = draw(EverythingForm(), "{% form_field form.born_on %}")
    assert english.index("born_on_month") < english.index("born_on_day")


def test_a_prefix_keeps_forms_apart():
    form = EverythingForm({f"one-{name}": value for name, value in FILLED.items()}, prefix="one")
    assert form.is_valid(), form.errors
    assert 'name="one-born_on_day"' in draw(form)


def test_a_label_may_be_the_heading_of_the_page():
    assert '<h1 class="govuk-label-wrapper">' in draw(
        EverythingForm(), "{% form_field form.name heading=True %}"
    )
    assert "govuk-fieldset__heading" in draw(EverythingForm(), "{% form_field form.kind heading=True %}")
