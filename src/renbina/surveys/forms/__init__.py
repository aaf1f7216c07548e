"""Input of surveys: answers, questionnaires, campaigns."""

from renbina.surveys.forms.answering import AnswerForm
from renbina.surveys.forms.campaigns import CampaignForm
from renbina.surveys.forms.editing import InstrumentForm, ItemForm, SectionForm

__all__ = ["AnswerForm", "CampaignForm", "InstrumentForm", "ItemForm", "SectionForm"]
