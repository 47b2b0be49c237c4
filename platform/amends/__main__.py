"""`./amends COMMAND`, also `python -m amends COMMAND`."""

import sys

from amends.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
