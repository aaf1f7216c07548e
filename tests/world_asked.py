"""What the small invented world asks its people: questionnaires, and the needs analysis with a talk and a proposal."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from renbina.competency.models import Competency
from renbina.foundation.actor import Actor
from renbina.needs import actions as needs
from renbina.needs.models import CycleStage
from renbina.organisation.models import Employee
from renbina.surveys.access import token_for
from renbina.surveys.actions import add_section, add_theme, create_campaign, create_instrument, load_ready, save_item
from renbina.surveys.models import Instrument

if TYPE_CHECKING:
    from tests.world import World


def campaigns(world: "World", on: date, at: datetime) -> dict[str, str]:
    """Two that ask the employee: one without a name, with a ticket to it, and one with; and one of the subject."""
    by, people = Actor.system(world.agency.pk, "test"), list(Employee.objects.filter(agency=world.agency))
    load_ready(by=by, at=at)
    version = Instrument.objects.get(agency=world.agency, code="reaksi").versions.get()
    asked = {"version": version, "title": "Reaksi peserta", "closes_on": on, "by": by, "at": at}
    open_one = create_campaign(mode="anonymous", audience="list", employees=people, **asked)
    named = create_campaign(mode="named", audience="list", employees=[world.people["outsider"]], **asked)
    paper = create_campaign(mode="named", audience="list", employees=[world.people["subject"]], **asked)
    return {
        "campaign": open_one.public_id,
        "named_campaign": named.public_id,
        "paper_campaign": paper.public_id,
        "paper_person": world.people["subject"].public_id,
        "instrument": version.instrument.public_id,
        **_draft(by, at),
        "words": "saran",
        "theme": add_theme(campaign=named, item_code="saran", name="Waktu", by=by, at=at).public_id,
        "ticket": token_for(open_one, world.people["outsider"].pk),
    }


def _draft(by: Actor, at: datetime) -> dict[str, str]:
    """A questionnaire that can still be changed."""
    draft = create_instrument(name="Naskah", purpose="", intro="", by=by, at=at)
    section = add_section(version=draft.versions.get(), title="Bagian", by=by, at=at)
    item = save_item(section=section, values={"kind": "likert", "text": "Setuju?"}, by=by, at=at)
    return {"draft": draft.public_id, "section": section.public_id, "item": item.public_id}


def needs_sample(world: "World", year: int, on: date, at: datetime) -> dict[str, str]:
    """The stage whose turn it is, and a talk, a proposal and an open gate of the sample's unit."""
    by: dict[str, Any] = {"on": on, "by": Actor.system(world.agency.pk, "test"), "at": at}
    home, competency = world.units["home"], Competency.objects.filter(agency=world.agency).order_by("pk").first()
    assert competency is not None
    said = needs.NewQuote(1, "Kata pegawai dunia uji", "competence", competency)
    talk = needs.hold_interview(
        talk=needs.NewInterview(year, "interview", home, "Wawancara dunia uji", on, 1), quotes=[said], **by
    )
    wish = needs.NewProposal(year, home, "Usulan dunia uji", 3, "Alasan dunia uji", competency=competency)
    gate = needs.open_gate(year=year, unit=home, competency=competency, problem="Masalah dunia uji", **by)
    stage = CycleStage.objects.filter(cycle__agency=world.agency, done_on=None).order_by("position").first()
    assert stage is not None
    return {
        "talk": talk.public_id,
        "proposal": needs.propose(proposal=wish, **by).public_id,
        "gate": gate.public_id,
        "stage": stage.public_id,
    }
