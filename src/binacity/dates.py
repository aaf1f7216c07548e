"""Small calendar arithmetic on whole months."""

from datetime import date


def add_months(day: date, months: int) -> date:
    """First day of the month `months` after that of `day`."""
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def month_after(birth: date, years: int) -> date:
    """First of the month after the birthday at which `years` are reached (how BUP is counted)."""
    return add_months(date(birth.year + years, birth.month, 1), 1)


def years_before(day: date, years: int) -> date:
    """The same month and day `years` earlier (negative: later); 29 February becomes 28."""
    return date(day.year - years, day.month, min(day.day, 28))
