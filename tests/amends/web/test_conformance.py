"""Our components write the markup of upstream's rendered examples (fixtures/, MIT, see its LICENCE.txt)."""

import json
import re
from pathlib import Path

import pytest
from django.utils.safestring import mark_safe
from django.utils.translation import override

from amends.web.components import draw
from tests.amends.web.markup import normalise

pytestmark = pytest.mark.no_db
FIXTURES = Path(__file__).parent / "fixtures"
COMPONENTS = sorted(file.stem for file in FIXTURES.glob("*.json"))
# What our components leave out on purpose. A line that is no longer needed fails.
LEFT_OUT = {
    ("exit-this-page", "testing-html"): "the address that it leads to is always given",
    ("exit-this-page", "translated"): "the address that it leads to is always given",
    ("file-upload", "translated"): "the browser's own button, which needs no words of ours",
    ("select", "with falsy values"): "a value is text: False would be a mistake of ours",
}
# The same for whole variants.
LEFT_OUT_VARIANTS = {
    ("panel", "interruption"): "no page of ours interrupts",
    ("service-navigation", "language navigation"): "the languages stand in our header",
    ("service-navigation", "slot"): "nothing is put into its slots",
}


def is_left_out(component, name):
    return (component, name) in LEFT_OUT or any(
        component == variant and word in name for variant, word in LEFT_OUT_VARIANTS
    )


RAW_KEYS = {"attributes", "values"}
MARKUP_KEYS = {"html", "title_html", "summary_html", "description_html", "logo_html"}


def to_snake(name):
    return re.sub(r"(?<=[a-z])([A-Z])", lambda found: "_" + found.group(1).lower(), name)


def to_parameters(options):
    """Return upstream's options as our parameters; whatever upstream takes as markup is marked safe."""
    if isinstance(options, list):
        return [to_parameters(option) for option in options]
    if not isinstance(options, dict):
        return options
    parameters = {}
    for key, value in options.items():
        name = to_snake(key)
        if name in {*MARKUP_KEYS, "attributes"} and isinstance(value, str):
            parameters[name] = mark_safe(value)
        else:
            parameters[name] = value if name in RAW_KEYS else to_parameters(value)
    return parameters


def read_examples(component):
    return {example["name"]: example for example in json.loads((FIXTURES / f"{component}.json").read_text())}


def is_same(component, example):
    with override("en"):
        ours = draw(component, **to_parameters(example["options"]))
    return normalise(ours) == normalise(example["html"])


@pytest.mark.parametrize("component", COMPONENTS)
def test_it_works(component):
    different = {
        name for name, example in read_examples(component).items() if not is_same(component, example)
    }
    assert different == {name for name in read_examples(component) if is_left_out(component, name)}


def test_nearly_every_example_is_the_same():
    names = [(component, name) for component in COMPONENTS for name in read_examples(component)]
    assert len(names) > 550
    assert sum(is_left_out(*name) for name in names) < 20
