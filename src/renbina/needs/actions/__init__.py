"""The writes of needs; one module a topic."""

from renbina.needs.actions.apart import keep_apart, take_back_apart
from renbina.needs.actions.collecting import collect_evidence
from renbina.needs.actions.cycles import CycleRefused, StagePlan, finish_stage, plan_cycle, reopen_stage
from renbina.needs.actions.deriving import Collected
from renbina.needs.actions.evidence import EvidenceRefused, record_evidence, replace_evidence
from renbina.needs.actions.gates import (
    GateRefused,
    HandoverRefused,
    Route,
    answer_gate,
    decide_gate,
    finish_handover,
    open_gate,
)
from renbina.needs.actions.interviews import (
    InterviewRefused,
    NewInterview,
    NewQuote,
    QuoteRefused,
    add_quote,
    change_notes,
    code_quote,
    hold_interview,
    remove_quote,
)
from renbina.needs.actions.limits import LimitsRefused, set_limits
from renbina.needs.actions.nominations import NominationRefused, NominationRow, nominate
from renbina.needs.actions.proposal_file import apply_proposals
from renbina.needs.actions.proposing import (
    NewProposal,
    ProposalRefused,
    decide_proposal,
    merge_proposals,
    propose,
    undo_merge,
    withdraw_proposal,
)
from renbina.needs.actions.stage_letters import remind_of_stages
from renbina.needs.actions.studies import NewStudy, StudyRefused, record_study
from renbina.needs.queries.evidence import EvidenceRow

__all__ = [
    "Collected",
    "CycleRefused",
    "EvidenceRefused",
    "EvidenceRow",
    "GateRefused",
    "HandoverRefused",
    "InterviewRefused",
    "LimitsRefused",
    "NewInterview",
    "NewProposal",
    "NewQuote",
    "NewStudy",
    "NominationRefused",
    "NominationRow",
    "ProposalRefused",
    "QuoteRefused",
    "Route",
    "StagePlan",
    "StudyRefused",
    "add_quote",
    "answer_gate",
    "apply_proposals",
    "change_notes",
    "code_quote",
    "collect_evidence",
    "decide_gate",
    "decide_proposal",
    "finish_handover",
    "finish_stage",
    "hold_interview",
    "keep_apart",
    "merge_proposals",
    "nominate",
    "open_gate",
    "plan_cycle",
    "propose",
    "record_evidence",
    "record_study",
    "remind_of_stages",
    "remove_quote",
    "reopen_stage",
    "replace_evidence",
    "set_limits",
    "take_back_apart",
    "undo_merge",
    "withdraw_proposal",
]
