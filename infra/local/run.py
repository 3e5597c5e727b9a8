"""`make run`: builds, deploys and serves the whole product on this machine until it is stopped."""

import sys

if sys.version_info < (3, 10):
    sys.exit("Python %d.%d is too old: install version 3.10 or later, then start again." % sys.version_info[:2])

import signal
import time

import aws
import build
import deploy
import emulator
import front_door
import logs
import ports
import seed
import settings as configuration
import site_build
import site_folder
import stack_file
import tools
from processes import Child, tail
from settings import Settings, SettingError


class Stack:
    """Everything that runs, in the order it was started."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.children: list[Child] = []
        self.logs: logs.LogTail | None = None
        self.stopping = False

    def start(self) -> None:
        settings = self.settings
        settings.logs.mkdir(parents=True, exist_ok=True)
        settings.stack_file.unlink(missing_ok=True)
        template = build.lay_out(settings.state)
        site_folder.lay_out(settings, None)
        self.children.append(emulator.start(settings))
        self.children.append(front_door.start(settings))
        stack = deploy.deploy(settings, template)
        site_folder.lay_out(settings, stack)
        described = stack_file.describe(settings, stack)
        self.logs = logs.LogTail(
            aws.Emulator(settings.aws_endpoint), stack_file.log_groups(stack), settings.logs
        )
        self.logs.start()
        demo = seed.seed(settings, described) if settings.seed else None
        stack_file.write(settings.stack_file, described)
        _announce(settings, demo)

    def watch(self) -> int:
        """Returns 0 once asked to stop, 1 when a child ended by itself."""
        while not self.stopping:
            time.sleep(0.5)
            for child in self.children:
                if not child.alive():
                    print(f"{child.name} ended by itself; its last lines:\n{tail(child.log)}", file=sys.stderr)
                    return 1
        return 0

    def ask_to_stop(self, *_: object) -> None:
        """Called by a signal, in the middle of anything: it must not take a lock, as an Event does."""
        self.stopping = True

    def stop(self) -> None:
        self.settings.stack_file.unlink(missing_ok=True)
        if self.logs:
            self.logs.stop()
        for child in reversed(self.children):
            child.stop(20)


def _announce(settings: Settings, demo: seed.Demo | None) -> None:
    lines = [
        "",
        "FluxAsync is running.",
        f"  Dashboard        {settings.front_door}/",
        f"  Phone simulator  {settings.front_door}/phone/",
        f"  HTTP API         {settings.http_api}",
    ]
    if demo:
        lines.append(f"  Demo shop        {demo.email}  password: {demo.password}")
        lines += [f"  {note}" for note in demo.notes]
    lines += ["", f"Logs are in {settings.logs}. Ctrl-C stops everything; data stays until `make clean-local`."]
    print("\n".join(lines), flush=True)


def main() -> int:
    started = time.monotonic()
    try:
        settings = configuration.from_environment()
        tools.check_machine()
        ports.require_free({settings.port: "PORT", settings.aws_port: "AWS_PORT"})
        tools.install()
        site_build.build()
        build.compile_workspace()
    except SettingError as problem:
        print(problem, file=sys.stderr)
        return 1
    stack = Stack(settings)
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        stack.start()
        print(f"Ready after {time.monotonic() - started:.0f} s.", flush=True)
        signal.signal(signal.SIGTERM, stack.ask_to_stop)
        signal.signal(signal.SIGINT, stack.ask_to_stop)
        return stack.watch()
    except SettingError as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    finally:
        # A second signal must not leave the children behind.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        stack.stop()


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
