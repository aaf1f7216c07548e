"""Documents of the needs analysis."""

from renbina.needs.documents.report import chapters, figures, file_name, headline, needs_report

__all__ = ["chapters", "figures", "file_name", "headline", "needs_report"]
