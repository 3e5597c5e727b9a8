"""TCP ports on loopback: is one free, is somebody answering."""

import socket
import time
import urllib.error
import urllib.request

from settings import SettingError


def require_free(wanted: dict[int, str]) -> None:
    """`wanted` maps each port to the variable that chooses it."""
    if len(wanted) < 2:
        raise SettingError("PORT and AWS_PORT must differ.")
    for port, variable in wanted.items():
        if _taken(port):
            raise SettingError(
                f"Port {port} ({variable}) is in use: stop what listens there, or set {variable} to another port."
            )


def free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for_answer(url: str, seconds: float, alive) -> bool:
    """True once anything at all answers at `url`; False when `alive()` says its process ended."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and alive():
        try:
            with urllib.request.urlopen(url, timeout=2):
                return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            time.sleep(0.1)
    return False


def _taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False
