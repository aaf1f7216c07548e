"""`renbina`: one command for users, operators and auditors.

renbina demo | city | plan | import | agency | worker | audit | <any command of Django>
"""

import os
import sys
from collections.abc import Sequence


def _planner(arguments: Sequence[str]) -> int:
    """`solve`, `check`, `generate`, `compare` need no database; the rest are commands of the shell."""
    if arguments and arguments[0] in {"solve", "check", "generate", "compare"}:
        from binacore.planner.command import main as planner_main

        return planner_main(list(arguments))
    return _django(["plan", *arguments])


def _city(arguments: Sequence[str]) -> int:
    from binacity.command import main as city_main

    return city_main(list(arguments))


def _demo(arguments: Sequence[str]) -> int:
    from renbina.config.demo.command import main as demo_main

    return demo_main(list(arguments))


def _import(arguments: Sequence[str]) -> int:
    from renbina.config.importing import main as import_main

    return import_main(list(arguments))


def _django(arguments: Sequence[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "renbina.config.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(["renbina", *arguments])
    except ImproperlyConfigured as error:
        print(f"Renbina does not start: {error}", file=sys.stderr)  # a sentence for the operator, not a traceback
        return 2
    return 0


_COMMANDS = {"plan": _planner, "city": _city, "demo": _demo, "import": _import}


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 0 when done, 1 when something was found wrong, 2 for bad input."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given or given[0] in {"-h", "--help"}:
        print(__doc__)
        return 0
    command = _COMMANDS.get(given[0])
    return command(given[1:]) if command else _django(given)


if __name__ == "__main__":
    sys.exit(main())
