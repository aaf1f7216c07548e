"""What hangs at the counter, and how a service is registered."""

import io

import pypdf
import pytest
from django.urls import reverse
from tests.rooms.voice.conftest import VoiceTown

from renbina.ui.qr import qr_svg
from renbina.voice.documents.sheet import Paper, sheet_data


@pytest.mark.parametrize(("paper", "width"), [("a5", 420), ("a4", 595)])
def test_a_sheet_names_service_point_address_and_what_happens(here: VoiceTown, paper: str, width: int) -> None:
    url = reverse("voice:sheet", args=[here.point.public_id]) + f"?paper={paper}"
    response = here.login("unit_operator", "CAPIL").get(url)
    assert response["Content-Type"] == "application/pdf"
    pages = pypdf.PdfReader(io.BytesIO(response.content)).pages
    text = " ".join(pages[0].extract_text().split())
    assert len(pages) == 1
    assert round(pages[0].mediabox.width) == width
    for words in ("KTP elektronik", "Loket 3", f"/t/{here.point.public_id}/", "Yang terjadi dengan jawaban Anda"):
        assert words in text


def test_the_code_on_the_sheet_leads_to_the_page_of_this_point(here: VoiceTown) -> None:
    address = f"http://testserver{reverse('voice:answer', args=[here.point.public_id])}"
    data = sheet_data(here.point, address, Paper.A5)
    assert data["qr"] == str(qr_svg(address, label=address))


def test_a_sheet_of_another_unit_is_not_found(here: VoiceTown, elsewhere: VoiceTown) -> None:
    url = reverse("voice:sheet", args=[here.point.public_id])
    assert here.login("unit_operator", "BKPSDM").get(url).status_code == 404
    assert elsewhere.login("analyst").get(url).status_code == 404


def test_units_are_offered_by_name_under_the_one_they_belong_to(here: VoiceTown) -> None:
    text = here.login("analyst").get(reverse("voice:service-list")).content.decode()
    unit = here.town.units["CAPIL"]
    assert f'<optgroup label="{unit.name}">' in text
    assert f'<option value="{unit.public_id}">{unit.name}</option>' in text
