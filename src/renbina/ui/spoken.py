"""Words that an agency keeps in Indonesian and, where somebody wrote them, in English: in the reader's language.

What has no English is shown in Indonesian and says so in its HTML, so that a screen reader pronounces it right.
"""

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language


class Spoken(str):
    """A text as it is shown; `lang` is its language where that is another one than the page's, else ""."""

    __slots__ = ("lang",)
    lang: str

    def __new__(cls, text: str, lang: str = "") -> "Spoken":
        made = super().__new__(cls, text)
        made.lang = lang
        return made


def english_is_read() -> bool:
    """Whether the reader reads English."""
    return (get_language() or "").startswith("en")


def spoken(indonesian: str, english: str) -> Spoken:
    """The English text for readers of English where there is one, else the Indonesian."""
    if not english_is_read():
        return Spoken(indonesian)
    return Spoken(english) if english else Spoken(indonesian, "id" if indonesian else "")


def tagged(text: object) -> SafeString:
    """The text as HTML, in a span with its language where that is not the page's. Not for attributes and titles."""
    lang = text.lang if isinstance(text, Spoken) else ""
    return format_html('<span lang="{}">{}</span>', lang, str(text)) if lang else conditional_escape(str(text))
