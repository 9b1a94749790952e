"""The board paper: 4 to 8 pages as PDF, and the same as one page of HTML, from one content."""

from kkm_helpers.exports.report.page import write as write_report_html
from kkm_helpers.exports.report.pdf import write as write_report_pdf

__all__ = ["write_report_html", "write_report_pdf"]
