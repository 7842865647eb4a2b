"""The record: numbered without a gap, chained, and refused by the database itself to be changed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from portal.acts import record, seal
from portal.acts.actor import SYSTEM, Actor
from portal.acts.digest import FIRST, canonical, digest
from portal.acts.models import ActRecord, ChainHead

CLERK = Actor(7, "张某", "示例镇 经办", 3, "10.0.0.9")


def write(count: int, act: str = "test.act") -> None:
    for index in range(count):
        with transaction.atomic():
            record.append(act, by=CLERK, subject=f"x.y:{index}", before={}, after={"n": index})


def tamper(sql: str) -> None:
    """Change records as somebody would who holds the database's password and drops the triggers."""
    seal.unseal(connection, "acts_actrecord")
    with connection.cursor() as cursor:
        cursor.execute(sql)
    seal.seal(connection, "acts_actrecord")


def test_records_follow_one_another_without_a_gap(db: None) -> None:
    write(3)
    rows = list(ActRecord.objects.all())
    assert [r.number for r in rows] == [1, 2, 3]
    assert [r.previous for r in rows] == [FIRST, rows[0].digest, rows[1].digest]
    assert (rows[0].who, rows[0].post, rows[0].address) == ("张某", "示例镇 经办", "10.0.0.9")
    proof = record.verify()
    assert (proof.records, proof.digest, proof.broken) == (3, rows[2].digest, None)


def test_an_empty_record_is_whole(db: None) -> None:
    assert record.verify() == record.Proof(0, FIRST, None)


@pytest.mark.parametrize(
    ("sql", "broken"),
    [
        ("UPDATE acts_actrecord SET who = '李某' WHERE number = 2", record.Broken(2, "changed")),
        (
            "UPDATE acts_actrecord SET after = '{\"n\": 9}' WHERE number = 3",
            record.Broken(3, "changed"),
        ),
        ("DELETE FROM acts_actrecord WHERE number = 2", record.Broken(2, "gap")),
        ("DELETE FROM acts_actrecord WHERE number = 4", record.Broken(4, "cut")),
    ],
)
def test_the_first_broken_link_is_named(db: None, sql: str, broken: record.Broken) -> None:
    write(4)
    tamper(sql)
    assert record.verify().broken == broken


def test_a_chain_written_anew_is_known_by_a_digest_kept_elsewhere(db: None) -> None:
    write(3)
    kept = ActRecord.objects.get(number=2)
    tamper("DELETE FROM acts_actrecord")
    ChainHead.objects.update(number=0, digest=FIRST)
    write(3, "test.other")
    assert record.verify().broken is None
    assert record.verify((2, kept.digest)).broken == record.Broken(2, "anchor")


@pytest.mark.parametrize(
    "sql", ["UPDATE acts_actrecord SET who = 'x'", "DELETE FROM acts_actrecord"]
)
def test_the_database_refuses_to_change_a_record(db: None, sql: str) -> None:
    write(1)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    assert record.verify().broken is None


def test_the_digest_can_be_sm3_from_any_record_on(db: None, settings: object) -> None:
    write(1)
    settings.DIGEST = "sm3"  # type: ignore[attr-defined]
    write(1)
    assert [r.algorithm for r in ActRecord.objects.all()] == ["sha256", "sm3"]
    assert record.verify().broken is None


def test_sm3_is_the_standard_one() -> None:
    # GM/T 0004-2012, example 1: SM3("abc")
    from portal.acts.digest import _sm3

    assert _sm3(b"abc") == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


def test_facts_are_the_same_bytes_in_any_order() -> None:
    assert canonical({"b": 1, "a": "字"}) == canonical({"a": "字", "b": 1})
    assert digest("sha256", FIRST, {"a": 1}) != digest("sha256", FIRST, {"a": "1"})
    with pytest.raises(TypeError, match="float"):
        canonical({"a": 1.5})


@pytest.mark.django_db(transaction=True)
def test_people_who_act_at_once_stay_in_one_line(transactional_db: None) -> None:
    def act(index: int) -> None:
        try:
            with transaction.atomic():
                record.append("test.act", by=SYSTEM, subject=f"x.y:{index}")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(act, range(40)))
    assert record.verify().records == 40
    assert record.verify().broken is None


def test_an_act_that_fails_leaves_no_record(db: None) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        record.append("test.act", by=SYSTEM, subject="x.y:1", after={"on": str(date(2026, 1, 1))})
        raise RuntimeError
    assert record.verify().records == 0
