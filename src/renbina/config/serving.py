"""What the web server does besides answering: `gunicorn --config python:renbina.config.serving`."""

import threading
from typing import Any

from django.conf import settings

from renbina.ui import typesetting
from renbina.ui.qr import qr_svg


def post_worker_init(worker: Any) -> None:
    """Each web process warms up while it already answers (RENBINA_WARM): nobody waits for its first document."""
    if settings.RENBINA_WARM:
        threading.Thread(target=warm_up, name="warm-up", daemon=True).start()


def warm_up() -> None:
    """Load what the first certificate of a process would wait for: the typesetter, its fonts, the QR encoder."""
    qr_svg("https://contoh.example/", label="QR")
    typesetting.warm_up()
