"""The writes of needs; one module a topic."""

from renbina.needs.actions.evidence import EvidenceRefused, EvidenceRow, record_evidence
from renbina.needs.actions.nominations import NominationRefused, NominationRow, nominate
from renbina.needs.actions.proposal_file import apply_proposals

__all__ = [
    "EvidenceRefused",
    "EvidenceRow",
    "NominationRefused",
    "NominationRow",
    "apply_proposals",
    "nominate",
    "record_evidence",
]
