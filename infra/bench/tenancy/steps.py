"""Run one step of one arm in a process of its own: `python -m infra.bench.tenancy.steps ours create '{"count": 5}'`.

Django can be set up once per process, and each arm has other settings. The step's result is the last line, as JSON.
"""

import json
import sys
from importlib import import_module

import django


def main() -> None:
    """Call the function that the first two arguments name with the keyword arguments of the third."""
    arm, step, arguments = sys.argv[1:4]
    django.setup()
    result = getattr(import_module(f"infra.bench.tenancy.{arm}.steps"), step)(**json.loads(arguments))
    print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main()
