"""Documents of the needs analysis."""

from renbina.needs.documents.report import figures, file_name, headline, needs_report

__all__ = ["figures", "file_name", "headline", "needs_report"]
