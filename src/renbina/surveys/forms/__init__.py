"""Input of surveys: answers, questionnaires, campaigns."""

from renbina.surveys.forms.answering import AnswerForm
from renbina.surveys.forms.campaigns import CampaignForm
from renbina.surveys.forms.editing import InstrumentForm, ItemForm, SectionForm
from renbina.surveys.forms.results import CodingForm, ThemeForm, ViewForm

__all__ = [
    "AnswerForm",
    "CampaignForm",
    "CodingForm",
    "InstrumentForm",
    "ItemForm",
    "SectionForm",
    "ThemeForm",
    "ViewForm",
]
