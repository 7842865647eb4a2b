"""What a supervising office does about the reports below it."""

from portal.oversight.acts.reminding import RemindUnits
from portal.oversight.acts.timetable import SetTimetable

__all__ = ["RemindUnits", "SetTimetable"]
