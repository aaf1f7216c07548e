"""`renbina worker`: runs queued jobs and delivers events until it is asked to stop (Ctrl+C or SIGTERM)."""

import signal
import threading
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand

from renbina.foundation import queue
from renbina.foundation.worker import run_worker


class Command(BaseCommand):
    help = "Run queued jobs and deliver events until stopped."
    requires_system_checks = ()  # unsafe settings stop the process before this; pages are not its business

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--poll", type=float, default=1.0, help="seconds between looks at an empty queue")
        parser.add_argument("--lease", type=float, default=queue.LEASE.total_seconds(), help="seconds a claim holds")
        parser.add_argument("--heartbeat", type=float, default=queue.HEARTBEAT_SECONDS, help="seconds between renewals")

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stop.set())
        self.stdout.write("Worker is ready.")
        self.stdout.flush()
        lease = timedelta(seconds=options["lease"])
        run_worker(stop, poll=options["poll"], lease=lease, heartbeat=options["heartbeat"])
        self.stdout.write("Worker has stopped.")
