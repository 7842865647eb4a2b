"""Index numbers (索引号): by a rule, one after another, never given twice and never taken back."""

from datetime import date

from portal.organs.models import Organ
from portal.publishing.models import Series

PATTERN = "{organ}/{year}-{serial:05d}"
"""Practice after 国办秘函〔2009〕6号: organ code, year, five-digit serial."""


def next_number(organ: Organ, on: date, pattern: str = PATTERN) -> str:
    """Return the organ's next index number; call it inside the transaction that uses it.

    pattern  may hold {organ} (its 统一社会信用代码, or its address code where it has none), {year},
             {month} and {serial}; the serial begins anew where a date in it changes
    """
    facts = {"organ": organ.credit_code or organ.code, "year": on.year, "month": f"{on.month:02d}"}
    key = pattern.replace("{serial:05d}", "").replace("{serial}", "").format(serial=0, **facts)
    series, _made = Series.objects.get_or_create(key=key[:60])
    series = Series.objects.select_for_update().get(pk=series.pk)
    series.last += 1
    series.save(update_fields=["last"])
    return pattern.format(serial=series.last, **facts)
