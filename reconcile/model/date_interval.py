"""A date known more or less exactly, as a half-open interval of days with its UCDP precision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from schemas.codes import DatePrecision


@dataclass(frozen=True, slots=True, order=True)
class DateInterval:
    """Days from `begins` up to, and not including, `ends`.

    >>> DateInterval.of_days("2013-06-03", "2013-06-05").length
    3
    """

    begins: date
    ends: date
    precision: DatePrecision = DatePrecision.DAY

    @classmethod
    def of_days(cls, first: str, last: str, precision: int = 1) -> DateInterval:
        """The interval from one ISO day to another, both included."""
        return cls(date.fromisoformat(first), date.fromisoformat(last) + timedelta(1), DatePrecision(precision))

    @property
    def last(self) -> date:
        """The last day in the interval."""
        return self.ends - timedelta(1)

    @property
    def length(self) -> int:
        """The number of days in the interval."""
        return (self.ends - self.begins).days

    def overlaps(self, other: DateInterval) -> bool:
        """True where at least one day is in both.

        >>> june = DateInterval.of_days("2013-06-01", "2013-06-30")
        >>> june.overlaps(DateInterval.of_days("2013-06-30", "2013-07-02"))
        True
        """
        return self.begins < other.ends and other.begins < self.ends

    def holds(self, day: date) -> bool:
        """True where the day is in the interval."""
        return self.begins <= day < self.ends

    def days_apart(self, other: DateInterval) -> int:
        """Days between the two; 0 where they overlap, 1 where one begins on the day after the other."""
        return (
            max(0, (other.begins - self.last).days, (self.begins - other.last).days) if not self.overlaps(other) else 0
        )
