"""`kill -9` in the middle of an act: afterwards it happened wholly, with its record, or not at all.

The process is killed at each statement of the act in turn: at the first, the second, … and at the
commit, until the act comes through.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.portal.cli.installation import Installation, installation

# A process for each try: everything is imported before, nothing is connected.
TRIES = """
import os
from django.db import connection
from tests.portal import test_durability
from tests.portal.cli import story
assert connection.connection is None
for after in range(40):
    child = os.fork()
    if not child:
        exec({killer!r}, {{"after": after}})
        os._exit(0)
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if ended == 0:
        print(after)
        break
    assert ended == -9, ended
else:
    raise SystemExit("the act never came through")
"""

# Kills the process when the act has sent N statements that write, or asks for its commit.
KILLER = """
import os, signal
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
left = [after]
def count():
    left[0] -= 1
    if left[0] < 0: os.kill(os.getpid(), signal.SIGKILL)
def watch(execute, sql, params, many, context):
    answer = execute(sql, params, many, context)
    if sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")): count()
    return answer
commit = BaseDatabaseWrapper._commit
def committing(self):
    count()
    commit(self)
    count()
from tests.portal.cli import story
from tests.portal.test_durability import whole
from portal.publishing.models import Document
from portal.publishing.acts.publication import Publish
whole()  # after the kill before
{before}
BaseDatabaseWrapper._commit = committing
def counted(call):
    def counting(*args, **kwargs):
        count()
        answer = call(*args, **kwargs)
        count()
        return answer
    return counting
for name in ("fsync", "rename", "replace", "link"):
    setattr(os, name, counted(getattr(os, name)))
with connection.execute_wrapper(watch):
    {act}
"""


def whole() -> None:
    """Assert that no act is half done: documents, events, versions, numbers and records agree."""
    from django.conf import settings

    from portal.acts.models import ActRecord
    from portal.acts.record import verify
    from portal.publishing.lifecycle import State
    from portal.publishing.models import Attachment, Document, Series
    from portal.publishing.queries import standing

    assert verify().broken is None
    numbers = []
    for document in Document.objects.all():
        now = standing(document)
        assert now.state == document.state, document
        assert document.working is not None
        records = ActRecord.objects.filter(subject=f"publishing.document:{document.pk}")
        assert records.count() == document.events.count()
        assert (document.shown is not None) == bool(document.is_public)
        assert (document.state == State.PUBLISHED) == bool(document.is_public)
        if document.is_public:
            assert document.index_number and document.published_at
            numbers.append(document.index_number)
    assert not [n for n, times in Counter(numbers).items() if times > 1]
    for one in Attachment.objects.all():
        kept = (Path(settings.MEDIA_ROOT) / one.path).read_bytes()
        assert (len(kept), hashlib.sha256(kept).hexdigest()) == (one.size, one.sha256)
    given = sum(Series.objects.values_list("last", flat=True))
    assert given == len(numbers), (given, numbers)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Installation]:
    with installation(tmp_path) as one:
        one.python("from tests.portal.cli import story; story.found()")
        yield one


def killed_everywhere(office: Installation, *, before: str, act: str) -> int:
    """Kill the act ever later until it comes through; return how often it was killed."""
    tries = TRIES.format(killer=KILLER.format(before=before, act=act))
    process = office.start("-c", tries)
    out, err = process.communicate(timeout=600)
    assert process.returncode == 0, err
    office.python("from tests.portal.test_durability import whole; whole()")
    return int(out.split()[-1])


def test_killed_while_publishing(office: Installation) -> None:
    times = killed_everywhere(
        office,
        before="d = story.sign(story.draft('公开时断电'))",
        act="Publish(by=story.actor('jingban'), target=d).execute()",
    )
    assert times >= 6  # number, document, event, record, head, commit at the least
    assert "完好" in office.portal("verify-audit").stdout


def test_killed_while_starting_a_document(office: Installation) -> None:
    assert killed_everywhere(office, before="", act="story.draft('起草时断电')") >= 5


def test_killed_while_a_file_comes_in(office: Installation) -> None:
    """A file that a row names is on the disk whole; a file that no row names is nobody's."""
    times = killed_everywhere(
        office,
        before="from portal.publishing import files\n"
        "from portal.publishing.acts.files import AddFile\n"
        "d = story.draft('附件入库时断电')",
        act="AddFile(by=story.actor('jingban'), target=d,"
        " file=files.receive('附件.txt', '内容'.encode())).execute()",
    )
    assert times >= 6
    office.python(
        "from portal.publishing.models import Attachment\nassert Attachment.objects.count() >= 1"
    )


def test_killed_worker_publishes_at_its_hour_once(office: Installation) -> None:
    office.python(
        "from datetime import timedelta\nfrom django.utils import timezone\n"
        "from tests.portal.cli import story\nfrom portal.acts import clock\n"
        "from portal.publishing.acts.publication import SchedulePublication as S\n"
        "now = timezone.now()\n"
        "for n in range(3):\n"
        "    d = story.sign(story.draft(f'定时公开 {n}'))\n"
        "    with clock.as_of(now - timedelta(hours=2)):\n"
        "        S(by=story.actor('jingban'), target=d, at=now - timedelta(hours=1)).execute()\n"
    )
    killed_everywhere(
        office,
        before="from portal.publishing import clock",
        act="clock.by_itself()",
    )
    assert office.portal("worker", "--once").returncode == 0
    office.python(
        "from tests.portal.test_durability import whole; whole()\n"
        "from portal.publishing.models import Document\n"
        "assert Document.objects.filter(is_public=True).count() == 3\n"
        "from portal.publishing.search import index, text\n"
    )
