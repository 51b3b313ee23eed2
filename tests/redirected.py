"""The program as a user starts it, but every request to a publisher goes to a local server instead.

    python -m tests.redirected http://127.0.0.1:PORT refresh USD

A child process can't take part in the fixtures of `servers`; a request to any other host ends this one at once.
"""

from __future__ import annotations

import os
import sys
from typing import Any

from curl_cffi.requests import Response, Session

from tests.servers import publisher_host


def send_to(base: str) -> None:
    """Let all sessions of this process ask `base`."""
    leave = Session.request

    def request(self: Session[Response], method: Any, url: str, *args: Any, **kwargs: Any) -> Response:
        host = publisher_host(url)
        if host is None:
            os.write(2, f"a request to {url} wanted to leave this machine\n".encode())
            os._exit(86)
        return leave(self, method, base + url.split(host, 1)[1], *args, **kwargs)

    setattr(Session, "request", request)  # noqa: B010 (the library's own signature is a page long)


if __name__ == "__main__":
    from dashboard.__main__ import main

    send_to(sys.argv.pop(1))
    sys.argv[0] = "python -m dashboard"
    sys.exit(main())
