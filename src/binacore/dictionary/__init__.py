"""The ready dictionary, as data: `*.toml` in this folder, a file a group. Its words are Indonesian, as work is;
the English stands beside them as in questionnaires (`translations.en`).

An agency takes over what fits and rewrites it; nothing here is a quotation of a regulation's annex.
"""

from binacore.dictionary.loader import (
    DictionaryFileMalformed,
    ReadyCompetency,
    ReadyGroup,
    ReadyLevel,
    groups_from_texts,
    ready_dictionary,
    ready_entries,
)

__all__ = [
    "DictionaryFileMalformed",
    "ReadyCompetency",
    "ReadyGroup",
    "ReadyLevel",
    "groups_from_texts",
    "ready_dictionary",
    "ready_entries",
]
