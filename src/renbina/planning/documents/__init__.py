"""The official documents of a plan."""

from renbina.planning.documents.pdf import file_name, plan_data, plan_pdf, statutory_cells
from renbina.planning.documents.workbook import plan_xlsx

__all__ = ["file_name", "plan_data", "plan_pdf", "plan_xlsx", "statutory_cells"]
