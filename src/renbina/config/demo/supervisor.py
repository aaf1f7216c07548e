"""One small parent of the web server and the worker: starts both, stops both, whichever ends first."""

import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from types import FrameType

_PATIENCE_SECONDS = 300.0  # as long as both live: a busy machine takes a minute to load the product
_WORD_EVERY_SECONDS = 30.0
_STOP_SECONDS = 15.0


def port_is_free(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True


def web_command(host: str, port: int) -> list[str]:
    bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    return [
        sys.executable, "-m", "gunicorn", "renbina.config.wsgi:application", "--bind", bind,
        "--workers", "2", "--threads", "4", "--preload", "--log-level", "warning",
        "--config", "python:renbina.config.serving",
    ]  # fmt: skip


def worker_command() -> list[str]:
    return [sys.executable, "-m", "renbina.config.cli", "worker"]


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 - our own address on this machine
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _stop(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()
    end = time.monotonic() + _STOP_SECONDS
    for process in processes:
        try:
            process.wait(max(0.1, end - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def serve(host: str, port: int, *, announce: Callable[[str], None]) -> int:
    """Runs until a signal or until one of the two ends; 0 after a signal, 1 when a child failed."""
    stopping = False

    def on_signal(number: int, frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, on_signal)
    processes = [subprocess.Popen(web_command(host, port)), subprocess.Popen(worker_command())]
    shown = "localhost" if host in {"127.0.0.1", "::1"} else host
    began = said = time.monotonic()
    announced = False
    try:
        while not stopping and all(process.poll() is None for process in processes):
            if not announced and _answers(f"http://{host}:{port}/"):
                announce(f"Renbina answers at http://{shown}:{port}/  (stop with Ctrl+C)")
                announced = True
            now = time.monotonic()
            if not announced and now - began > _PATIENCE_SECONDS:
                announce("The web server did not answer in time; see the messages above.")
                return 1
            if not announced and now - said > _WORD_EVERY_SECONDS:
                announce(f"  The web server is still starting, {now - began:.0f} s by now: the machine is busy ...")
                said = now
            time.sleep(0.2)
        return 0 if stopping else 1
    finally:
        _stop(processes)
