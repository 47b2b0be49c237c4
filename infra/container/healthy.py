"""Exit 0 when this container's web server answers on its health page, which asks the database."""

import http.client
import os
import sys


def main() -> int:
    """Ask as the proxy in front would."""
    host = os.environ.get("AMENDS_PLATFORM_HOSTS", "localhost").split(",")[0]
    connection = http.client.HTTPConnection("127.0.0.1", 8000, timeout=4)
    try:
        connection.request("GET", "/healthz", headers={"Host": host, "X-Forwarded-Proto": "https"})
        return 0 if connection.getresponse().status == 200 else 1
    except (OSError, http.client.HTTPException):
        return 1


if __name__ == "__main__":
    sys.exit(main())
