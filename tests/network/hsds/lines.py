"""Reads our answers of one object for each line; Schemathesis loads this."""

import json

import schemathesis


@schemathesis.deserializer("application/x-ndjson")
def read_lines(context, response):
    """Return the objects as a page has them."""
    return {"contents": [json.loads(line) for line in response.content.splitlines()]}
