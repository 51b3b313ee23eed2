"""A port of this machine for the page to be served on."""

from __future__ import annotations

import socket

from dashboard.errors import DashboardError

HOST = "127.0.0.1"
"""The page is for this machine alone; a HOST in the environment does not change that."""


def free_port(wanted: int, tries: int = 20) -> int:
    """The wanted port of this machine, or the next one that nothing listens on.

    Raises
    ------
    DashboardError
        None of the ports tried is free.
    """
    for port in range(wanted, min(wanted + tries, 65_536)):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            # Without this, a port whose last connections are still closing would count as taken.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return port
    raise DashboardError(
        f"No port from {wanted} to {min(wanted + tries, 65_536) - 1} is free on {HOST}. Stop a program that uses one, "
        "or name another with --port."
    )
