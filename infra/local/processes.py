"""Children of the stack: each in a process group of its own, its output in a log file, and none
left behind. A child that ends by itself ends the stack, with the tail of its log."""

import ctypes
import os
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    name: str
    process: subprocess.Popen
    log: Path

    def alive(self) -> bool:
        return self.process.poll() is None

    def stop(self, seconds: float) -> None:
        """Asks politely (the emulator saves its state), then ends the whole group."""
        if self.alive():
            self.process.terminate()
            try:
                self.process.wait(seconds)
            except subprocess.TimeoutExpired:
                print(f"{self.name} did not end in {seconds:.0f} s; it is killed.", flush=True)
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()


def start(name: str, command: list[str], environment: dict[str, str], log: Path) -> Child:
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=_die_with_parent if os.uname().sysname == "Linux" else None,
        )
    return Child(name, process, log)


def base_environment() -> dict[str, str]:
    """The little a program needs. Nothing else of ours gets through: the emulator hands its own
    environment to the functions, and a variable that template.yaml forgot must be missing there."""
    names = ("PATH", "HOME", "LANG", "TMPDIR", "SSL_CERT_FILE", "SSL_CERT_DIR")
    kept = {name: os.environ[name] for name in names if name in os.environ}
    return {**kept, "NO_PROXY": "localhost,127.0.0.1", "PYTHONUNBUFFERED": "1"}


def tail(log: Path, lines: int = 30) -> str:
    text = log.read_text(errors="replace") if log.exists() else ""
    return "\n".join(text.splitlines()[-lines:])


def _die_with_parent() -> None:
    # Even when this script is killed outright, nothing keeps a port.
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
