"""Choices of the organisation. Labels are English msgids; the interface shows the Indonesian term."""

from collections.abc import Mapping
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from renbina.foundation.actor import Role


class AgencyKind(TextChoices):
    CITY = "kota", _("City")
    REGENCY = "kabupaten", _("Regency")
    PROVINCE = "provinsi", _("Province")
    MINISTRY = "kementerian", _("Ministry")


class UnitKind(TextChoices):
    SECRETARIAT = "secretariat", _("Secretariat")
    INSPECTORATE = "inspectorate", _("Inspectorate")
    DEPARTMENT = "department", _("Department")
    AGENCY = "agency", _("Regional agency")
    DISTRICT = "district", _("District")
    SUBDISTRICT = "subdistrict", _("Subdistrict")
    SCHOOL = "school", _("School")
    HEALTH_CENTRE = "health_centre", _("Health centre")
    HOSPITAL = "hospital", _("Hospital")
    TECHNICAL_UNIT = "technical_unit", _("Technical unit")
    DIVISION = "division", _("Division")
    SECTION = "section", _("Section")
    TEAM = "team", _("Work team")


class PositionKind(TextChoices):
    JPT = "jpt", _("High leadership")
    ADMINISTRATOR = "administrator", _("Administrator")
    SUPERVISOR = "supervisor", _("Supervisor")
    FUNCTIONAL = "functional", _("Functional")
    EXECUTIVE = "executive", _("Executive staff")


HEADS = (PositionKind.JPT, PositionKind.ADMINISTRATOR, PositionKind.SUPERVISOR)
"""Kinds of positions that lead a unit."""


# Classes of positions keep their official names in every language, as in the rules on required levels.
POSITION_LEVELS: Final[Mapping[str, str]] = {
    "jpt_utama": "JPT Utama",
    "jpt_madya": "JPT Madya",
    "jpt_pratama": "JPT Pratama",
    "administrator": "Administrator",
    "supervisor": "Pengawas",
    "jf_utama": "JF Ahli Utama",
    "jf_madya": "JF Ahli Madya",
    "jf_muda": "JF Ahli Muda",
    "jf_pertama": "JF Ahli Pertama",
    "jf_penyelia": "JF Penyelia",
    "jf_mahir": "JF Mahir",
    "jf_terampil": "JF Terampil",
    "jf_pemula": "JF Pemula",
    "executive": "Pelaksana",
}


class Employment(TextChoices):
    PNS = "pns", _("PNS")
    CPNS = "cpns", _("CPNS")
    PPPK = "pppk", _("PPPK")
    PPPK_PART_TIME = "pppk_part_time", _("Part-time PPPK")


class Status(TextChoices):
    ACTIVE = "active", _("Active")
    STUDY_LEAVE = "study_leave", _("On study leave")
    UNPAID_LEAVE = "unpaid_leave", _("On unpaid leave")
    SUSPENDED = "suspended", _("Suspended")
    RETIRED = "retired", _("Retired")
    MOVED_OUT = "moved_out", _("Moved out")


class PlacementKind(TextChoices):
    DEFINITIVE = "definitive", _("Definitive")
    ACTING = "acting", _("Acting")


class Relation(TextChoices):
    RATER = "rater", _("Rating official")
    TEAM_LEAD = "team_lead", _("Team leader")


class Standing(TextChoices):
    """How one official stands in for another (UU 30/2014 art. 14; the letters are of no interest to the code)."""

    PLH = "plh", _("Plh. (away for some days)")
    PLT = "plt", _("Plt. (the office is vacant)")
    DELEGATION = "delegation", _("Delegation")


class Source(TextChoices):
    """Where a superior comes from. A new derivation touches only what was derived."""

    RECORDED = "recorded", _("Recorded")
    DERIVED = "derived", _("Derived from the tree")
    CORRECTED = "corrected", _("Corrected by hand")


class UnitEvent(TextChoices):
    OPENED = "opened", _("Opened")
    RENAMED = "renamed", _("Renamed")
    MOVED = "moved", _("Moved")
    MERGED = "merged", _("Merged")
    SPLIT = "split", _("Split")
    CLOSED = "closed", _("Closed")


class Sex(TextChoices):
    MALE = "m", _("Male")
    FEMALE = "f", _("Female")


_ROLE_NAMES: Final[Mapping[Role, str]] = {
    Role.ANALYST: gettext_noop("development analyst"),
    Role.HEAD_OF_DEVELOPMENT: gettext_noop("head of development"),
    Role.AGENCY_HEAD: gettext_noop("head of the personnel agency"),
    Role.APPROVER_PYB: gettext_noop("approver (authorised official)"),
    Role.APPROVER_PPK: gettext_noop("approver (head of the civil service)"),
    Role.UNIT_OPERATOR: gettext_noop("unit operator"),
    Role.SUPERIOR: gettext_noop("superior"),
    Role.EMPLOYEE: gettext_noop("employee"),
    Role.AUDITOR: gettext_noop("auditor"),
    Role.PARTNER: gettext_noop("training partner"),
    Role.MENTOR: gettext_noop("mentor"),
    Role.TRAINER: gettext_noop("trainer"),
    Role.ADMINISTRATOR: gettext_noop("administrator of accounts"),
}
# The appointing official (Pejabat Pembina Kepegawaian) is whoever heads the agency: what one calls them says who it is.
_PPK: Final[Mapping[str, str]] = {
    AgencyKind.CITY: gettext_noop("mayor, as head of the civil service"),
    AgencyKind.REGENCY: gettext_noop("regent, as head of the civil service"),
    AgencyKind.PROVINCE: gettext_noop("governor, as head of the civil service"),
    AgencyKind.MINISTRY: gettext_noop("minister, as head of the civil service"),
}


def role_name(role: Role | str, agency_kind: str = "") -> str:
    """A role as one says it. With the kind of the agency the appointing official is called by the office."""
    role = Role(role)
    if role is Role.APPROVER_PPK and agency_kind in _PPK:
        return _now(_PPK[agency_kind])
    return _now(_ROLE_NAMES[role])


def role_title(role: Role | str, agency_kind: str = "") -> str:
    """The same with a capital, to stand alone; the rest keeps its capitals (Pejabat Pembina Kepegawaian)."""
    name = role_name(role, agency_kind)
    return name[:1].upper() + name[1:]
