"""`renbina demo`: prepares the invented city once, then serves it on the loopback."""

import argparse
import fcntl
import ipaddress
import json
import os
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO

FROZEN_ON = "2026-11-23"
ROOT = Path(__file__).resolve().parents[4]


def _arguments(given: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="renbina demo", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--size", type=int, default=None, help="number of civil servants (default: 2,914)")
    parser.add_argument("--reset", action="store_true", help="throw the demonstration away and start over")
    parser.add_argument("--new-passwords", action="store_true", help="draw and print new passwords")
    parser.add_argument("--allow-remote", action="store_true", help="serve on an address others can reach")
    parser.add_argument("--prepare-only", action="store_true", help="prepare, print, do not serve")
    return parser.parse_args(given)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _folder() -> Path:
    return Path(os.environ.get("RENBINA_DEMO_FOLDER", ROOT / "var" / "demo"))


def _held(folder: Path) -> IO[str] | None:
    """The folder's lock, or None while another demonstration holds it."""
    lock = (folder / "running.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        return None
    return lock


def _start_over(folder: Path) -> str:
    """Throws the folder away; the reason when it must stay. A database outside the folder is not ours to delete."""
    if "RENBINA_DATABASE" in os.environ:
        return "RENBINA_DATABASE names a database elsewhere. Empty it yourself, then start without --reset."
    if not folder.exists():
        return ""
    lock = _held(folder)
    if lock is None:
        return f"The demonstration in {folder} is running. Stop it first, then start over."
    shutil.rmtree(folder)
    lock.close()
    return ""


def _environment(folder: Path, host: str, port: int) -> None:
    """The demonstration's settings; its secrets are drawn once and stay in its own folder."""
    file = folder / "secrets.json"
    if not file.exists():
        file.write_text(json.dumps({"secret": secrets.token_urlsafe(48), "audit": secrets.token_urlsafe(48)}))
        file.chmod(0o600)
    drawn = json.loads(file.read_text())
    os.environ.update(
        {
            "RENBINA_MODE": "demo",
            "RENBINA_FROZEN_ON": FROZEN_ON,
            "RENBINA_VAR": str(folder),
            "RENBINA_SECRET_KEY": drawn["secret"],
            "RENBINA_AUDIT_KEY": drawn["audit"],
            "RENBINA_ADDRESS": f"http://{host}:{port}",
            "RENBINA_HOSTS": f"localhost,127.0.0.1,[::1],{host}",
            "DJANGO_SETTINGS_MODULE": "renbina.config.settings",
        }
    )
    os.environ.setdefault("RENBINA_DATABASE", f"sqlite:///{folder / 'renbina.sqlite3'}")


def _say(text: str) -> None:
    print(text, flush=True)


def _prepare(folder: Path, size: int | None) -> None:
    """First start: tables, city, plan. An interrupted first start begins again."""
    from django.core.management import call_command

    from renbina.config.demo.load import load_demonstration

    ready = folder / "ready.json"
    if not ready.exists() and os.environ["RENBINA_DATABASE"].startswith("sqlite:///"):
        for leftover in folder.glob("renbina.sqlite3*"):
            leftover.unlink()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    _collect_static(folder)
    if ready.exists():
        return
    began = time.monotonic()
    # The planner's kernels compile on the second core while the city is loaded.
    compiling = subprocess.Popen([sys.executable, "-m", "binacore.planner.warm"])
    logins = load_demonstration(size=size, folder=folder, say=_say, before_plan=compiling.wait)
    ready.write_text(json.dumps({"logins": [login.username for login in logins]}))
    _say(f"Ready in {time.monotonic() - began:.0f} s.\n")
    _print_logins([(login.title, login.username, login.password) for login in logins])


def _collect_static(folder: Path) -> None:
    """Once for every build of the assets: hashing and compressing takes seconds."""
    from django.core.management import call_command

    build = ROOT / "src" / "renbina" / "ui" / "static" / "ui" / "build" / ".stamp"
    mark = folder / "static.mark"
    current = str(build.stat().st_mtime_ns) if build.exists() else "installed"
    if mark.exists() and mark.read_text() == current:
        return
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    mark.write_text(current)


def _print_logins(logins: list[tuple[str, str, str]]) -> None:
    _say("Logins of the demonstration (printed this once; new ones: renbina demo --new-passwords):")
    width = max(len(title) for title, _, _ in logins)
    for title, username, password in logins:
        _say(f"  {title:<{width}}  {username:<18} {password}")
    _say("")


def main(given: Sequence[str]) -> int:
    """Exit code 0 after a clean stop, 2 for a refused start."""
    arguments = _arguments(given)
    if not _is_loopback(arguments.host) and not arguments.allow_remote:
        _say(f"The demonstration stays on this machine; {arguments.host} is refused without --allow-remote.")
        return 2
    from renbina.config.demo.supervisor import port_is_free, serve

    if not arguments.prepare_only and not port_is_free(arguments.host, arguments.port):
        _say(f"Port {arguments.port} is taken. Choose another: PORT={arguments.port + 1} make demo")
        return 2
    folder = _folder()
    if arguments.reset and (refusal := _start_over(folder)):
        _say(refusal)
        return 2
    folder.mkdir(parents=True, exist_ok=True)
    lock = _held(folder)  # kept until the end, so that nobody throws the folder away under a running demonstration
    if lock is None:
        _say(f"The demonstration in {folder} is already running.")
        return 2
    _environment(folder, arguments.host, arguments.port)

    import django

    django.setup()
    _prepare(folder, arguments.size)
    if arguments.new_passwords:
        from renbina.config.demo.load import draw_new_passwords

        _print_logins(draw_new_passwords())
    if arguments.prepare_only:
        return 0
    return serve(arguments.host, arguments.port, announce=_say)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
