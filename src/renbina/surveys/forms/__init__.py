"""Input of surveys: answers, questionnaires, campaigns."""

from renbina.surveys.forms.answering import AnswerForm
from renbina.surveys.forms.campaigns import CampaignForm
from renbina.surveys.forms.editing import FileForm, InstrumentForm
from renbina.surveys.forms.items import Conditions, ItemForm, SectionForm, Translation
from renbina.surveys.forms.results import CodingForm, ThemeForm, ViewForm

__all__ = [
    "AnswerForm",
    "CampaignForm",
    "CodingForm",
    "Conditions",
    "FileForm",
    "InstrumentForm",
    "ItemForm",
    "SectionForm",
    "ThemeForm",
    "Translation",
    "ViewForm",
]
