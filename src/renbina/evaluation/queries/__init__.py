"""Reads of evaluation, access included; one module a topic."""

from renbina.evaluation.queries.programmes import ProgrammeRow, programme_rows, years

__all__ = ["ProgrammeRow", "programme_rows", "years"]
