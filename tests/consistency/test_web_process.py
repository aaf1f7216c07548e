"""What a web process loads: the pages, not the planner's compiled kernels."""

import os
import subprocess
import sys

import pytest

HEAVY = ("numba", "scipy", "pandas", "typst", "xlsxwriter")


@pytest.mark.slow  # a process
def test_heavy_libraries_are_loaded_only_by_who_needs_them() -> None:
    code = (
        "import sys, django; django.setup()\n"
        "from django.urls import get_resolver; get_resolver().url_patterns\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    environment = {**os.environ, "RENBINA_MODE": "test", "DJANGO_SETTINGS_MODULE": "renbina.config.settings"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment)
    assert done.stdout.strip() == "[]", done.stdout + done.stderr
