"""Whose records somebody reads: his organ's and his own, never those of no organ."""

from django.test import Client

from portal.organs.models import Role
from tests.portal.conftest import County


def test_somebody_without_a_post_sees_nothing_of_others(county: County) -> None:
    county.client("jingban", Role.HANDLER)  # his login is a record of no organ
    newcomer = county.client("xinren")
    page = newcomer.get("/desk/records/").content.decode()
    assert "xinren某" in page
    assert "jingban某" not in page


def test_nobody_reads_the_records_without_logging_in(county: County) -> None:
    assert Client().get("/desk/records/").status_code == 302
