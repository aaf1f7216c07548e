"""Questionnaires from files."""

import json
import re
import tomllib
from datetime import datetime

from django.utils.translation import gettext as _

from binacore.questionnaire import Questionnaire, faults
from binacore.questionnaire_files import LARGEST, Unreadable, read
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.errors import Refused
from renbina.organisation.queries import agency_of
from renbina.surveys.access import MANAGE, require
from renbina.surveys.actions.instruments import store_version
from renbina.surveys.models import Instrument, InstrumentVersion
from renbina.surveys.wording import complaint_words, fault_words


class FileRefused(Refused):
    """A file that holds no questionnaire that could be asked; `reasons` says what is wrong where."""

    def __init__(self, message: str, reasons: tuple[str, ...] = ()) -> None:
        super().__init__(message, "file")
        self.reasons = reasons


@action
def import_questionnaire(*, content: bytes, by: Actor, at: datetime) -> InstrumentVersion:
    """Take over a questionnaire from a TOML or JSON file: a new one, or the next version of that with its code.

    Everything is taken or nothing. Raises FileRefused with every place that is wrong.
    """
    require(by, MANAGE)
    return _taken(_read(content), by)


@action
def take_questionnaire(*, content: Questionnaire, becomes: str = "", by: Actor, at: datetime) -> InstrumentVersion:
    """The same for a questionnaire that a higher room has made, such as one of the behaviours of a dictionary.

    `becomes`: enums.Becomes, where that room makes something of answers with a name. A questionnaire with the same code
    of which something else becomes is not continued: people were told otherwise.
    """
    require(by, MANAGE)
    wrong = faults(content)
    if wrong:
        raise FileRefused(fault_words(wrong[0], content), tuple(fault_words(each, content) for each in wrong))
    return _taken(content, by, becomes)


def _taken(found: Questionnaire, by: Actor, becomes: str | None = None) -> InstrumentVersion:
    agency = agency_of(by)
    same = Instrument.objects.select_for_update().filter(agency=agency, code=found.code) if found.code else None
    instrument = same.first() if same is not None else None
    if instrument is None:
        instrument = Instrument.objects.create(
            agency=agency, code=found.code, name=found.name, purpose=found.purpose, becomes=becomes or ""
        )
    elif becomes is not None and instrument.becomes != becomes:
        words = _("“%(name)s” has the same code, but other things become of its answers. Give it another code first.")
        raise FileRefused(words % {"name": instrument.name})
    newest = instrument.versions.order_by("-number").first()
    version = InstrumentVersion.objects.create(instrument=instrument, number=newest.number + 1 if newest else 1)
    store_version(version, found)
    record(obj=instrument, old=None, new={"version": version.number, "items": len(found.items)})
    return version


def _read(content: bytes) -> Questionnaire:
    if len(content) > LARGEST:
        raise FileRefused(_("The file is larger than 500 kB; a questionnaire is far smaller. Choose another file."))
    try:
        found = read(_parsed(content.decode("utf-8-sig")))
    except UnicodeDecodeError as error:
        raise FileRefused(_("The file is not text in UTF-8. Save it anew as UTF-8.")) from error
    except Unreadable as error:
        words = _("The file was not taken over. Mend these places and choose it again.")
        raise FileRefused(words, tuple(complaint_words(each) for each in error.complaints)) from error
    wrong = faults(found)
    if wrong:
        words = _("The file was not taken over. Mend these places and choose it again.")
        raise FileRefused(words, tuple(fault_words(each, found) for each in wrong))
    return found


def _parsed(text: str) -> object:
    try:
        return json.loads(text) if text.lstrip().startswith("{") else tomllib.loads(text)
    except json.JSONDecodeError as error:
        words = _("The file is no whole JSON: look at line %(line)s, column %(column)s.")
        raise FileRefused(words % {"line": error.lineno, "column": error.colno}) from error
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+), column (\d+)", str(error))
        where = _("line %(line)s, column %(column)s") % {"line": place[1], "column": place[2]} if place else "…"
        raise FileRefused(_("The file is no whole TOML: %(where)s.") % {"where": where}) from error
    except RecursionError as error:
        raise FileRefused(_("The file is nested too deeply for a questionnaire.")) from error
