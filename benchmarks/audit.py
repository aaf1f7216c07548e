"""Seconds to verify a long audit record.

    python benchmarks/audit.py [LINES]

Target (2 cores): 1,000,000 lines in 60 s, in constant memory.
"""

import os
import resource
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta

TARGET_SECONDS = 60.0


def main(lines: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "RENBINA_MODE": "test",
            "RENBINA_VAR": folder,
            "RENBINA_DATABASE": f"sqlite:///{folder}/bench.sqlite3",
            "DJANGO_SETTINGS_MODULE": "renbina.config.settings",
        }
        import django

        django.setup()
        return measure(lines)


def measure(lines: int) -> int:
    from django.core.management import call_command

    from renbina.foundation import chain
    from renbina.foundation.models import AuditEvent, AuditHead

    call_command("migrate", "foundation", verbosity=0, skip_checks=True)
    start, previous, batch = datetime(2026, 1, 1, tzinfo=UTC), chain.START, []
    for number in range(1, lines + 1):
        event = AuditEvent(
            sequence=number, at=start + timedelta(seconds=number), agency_id=1, actor_user_id=number % 40,
            actor_label="Analis Kepegawaian", verb="needs.record_evidence", object_type="needs.evidence",
            object_id="abcdefghjkmnpq", old={"level": 1}, new={"level": 2, "note": number}, previous_hash=previous,
        )  # fmt: skip
        event.hash = chain.seal_of(event)
        previous = event.hash
        batch.append(event)
        if len(batch) == 5000 or number == lines:
            AuditEvent.objects.bulk_create(batch)
            batch.clear()
    AuditHead.objects.create(pk=1, sequence=lines, seal=chain.head_seal(lines, previous))
    begin = time.perf_counter()
    report = chain.verify()
    seconds = time.perf_counter() - begin
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{report.lines:,} lines, whole={report.ok}: {seconds:.1f} s (target {TARGET_SECONDS} s), {memory:.0f} MiB")
    return int(not report.ok or (lines == 1_000_000 and seconds > TARGET_SECONDS))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000))
