"""A competency is called in the reader's language on every page of every room; what people wrote stays as it is."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from tests.world import World

from renbina.competency.models import Competency, CompetencyVersion
from renbina.dashboards.models import UnitPicture

MATRIX = Path(__file__).parents[1] / "security" / "authz_matrix.toml"
URLS = tomllib.loads(MATRIX.read_text(encoding="utf-8"))["urls"]
READERS = ("analyst", "superior", "employee")
ROOMS = (
    "competency",
    "needs",
    "planning",
    "dashboards",
    "catalogue",
    "community",
    "evaluation",
    "performance",
    "voice",
)
INDONESIAN, ENGLISH = re.compile(r"Kompetensi-\d+-nama"), re.compile(r"Competency-\d+-name")
pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def _numbered(before: str, after: str, key: str) -> Concat:
    return Concat(Value(before), Cast(F(key), CharField()), Value(after))


@pytest.fixture
def numbered(world: World) -> World:
    """Names that no text of another kind can hold."""
    for model, key in ((Competency, "pk"), (CompetencyVersion, "competency_id")):
        model.objects.update(
            name=_numbered("Kompetensi-", "-nama", key), name_en=_numbered("Competency-", "-name", key)
        )
    UnitPicture.objects.all().delete()
    return world


def pages(world: World, reader: str, language: str) -> Iterator[tuple[str, str]]:
    """Name of each page that answers, and its text."""
    client = world.client(reader)
    client.cookies["renbina_language"] = language
    for name in sorted(URLS):
        if name.partition(":")[0] not in ROOMS or "signed" in name:
            continue
        kwargs = {key: world.sample[kind] for key, kind in URLS[name].get("kwargs", {}).items()}
        response = client.get(reverse(name, kwargs=kwargs))
        if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
            yield name, BeautifulSoup(response.content, "lxml").get_text(" ")


@pytest.mark.parametrize("reader", READERS)
def test_readers_of_english_read_english_names(numbered: World, reader: str) -> None:
    found = dict(pages(numbered, reader, "en"))
    wrong = {name: INDONESIAN.findall(text)[:2] for name, text in found.items() if INDONESIAN.search(text)}
    assert wrong == {}
    assert sum(bool(ENGLISH.search(text)) for text in found.values()) >= 3  # names were on the way at all


def test_readers_of_indonesian_read_indonesian_names(numbered: World) -> None:
    found = dict(pages(numbered, "analyst", "id"))
    wrong = {name: ENGLISH.findall(text)[:2] for name, text in found.items() if ENGLISH.search(text)}
    # Those who keep the dictionary read and write both.
    assert set(wrong) <= {"competency:entry", "competency:entry-edit"}
    assert sum(bool(INDONESIAN.search(text)) for text in found.values()) >= 12
