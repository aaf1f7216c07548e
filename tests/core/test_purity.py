"""The core can be used without the house: a bare interpreter loads it and nothing of Django, network or logging."""

import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src"

PROBE = """
import sys
sys.path.insert(0, {source!r})
import binacore.gaps, binacore.heatmap, binacore.ip_asn, binacore.learning, binacore.nip, binacore.priority
from binacore.rules import Rulebook, load_rules
Rulebook(load_rules()).digest()
print(*sorted({{name.split(".")[0] for name in sys.modules}}))
"""


def test_the_core_loads_without_django_network_and_logging() -> None:
    probe = PROBE.format(source=str(SOURCE))
    loaded = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True).stdout.split()
    assert "binacore" in loaded
    assert not {"django", "renbina", "socket", "logging", "gettext", "sqlite3"} & set(loaded)
