"""Days as numbers: days since 1970-01-01 in the Gregorian calendar, without limits of years. Pure."""

from __future__ import annotations

DAY_MS = 86_400_000
"""Milliseconds in a day; times of photos are local and know no leap seconds."""


def date_of_day(day: int) -> tuple[int, int, int]:
    """Return (year, month, day of the month) of a day since 1970-01-01. Years before 1 are 0, -1 and so on.

    `datetime.date` ends at the years 1 and 9999; broken clocks do not. The algorithm is H. Hinnant's
    `civil_from_days`.

    >>> date_of_day(0), date_of_day(-1)
    ((1970, 1, 1), (1969, 12, 31))
    """
    era, of_era = divmod(day + 719_468, 146_097)  # 400 years, from the first of March
    year = (of_era - of_era // 1460 + of_era // 36_524 - of_era // 146_096) // 365
    of_year = of_era - (365 * year + year // 4 - year // 100)
    since_march = (5 * of_year + 2) // 153
    month = since_march + 3 if since_march < 10 else since_march - 9
    return era * 400 + year + (month <= 2), month, of_year - (153 * since_march + 2) // 5 + 1
