"""What comes from outside may be empty, cut, wrong, doubled or meant to harm: each is said in one sentence."""

import io
import struct
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.acts.act import Forbidden, Refused
from portal.acts.models import ActRecord
from portal.intake import reading, store
from portal.intake.acts.taking import TakeIn
from portal.intake.models import Batch, Cell, File, Report
from portal.organs.models import Role
from tests.portal.conftest import County
from tests.portal.intake.conftest import EXAMPLES, Take, example, given, read_all


def zipped(members: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def report(folder: str) -> bytes:
    return next((EXAMPLES / folder).glob("report.*")).read_bytes()


def whys(batch: Batch) -> dict[str, str]:
    return {f.name: f.why for f in batch.files.all() if f.state == "refused"}


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("空.docx", b"", "空"),
        ("坏.pdf", b"%PDF-1.7\nnonsense", "PDF"),
        ("坏.docx", b"PK\x03\x04" + b"\x00" * 200, "压缩"),
        ("程序.exe", b"MZ" + bytes(range(256)) * 40, ""),
        ("通知.txt", "关于做好防汛工作的通知".encode(), "年度报告"),
        ("零.txt", b"\x00" * 5000, "空"),
        ("深.html", b"<div>" * 200_000, ""),
        ("长.html", b"<p>" + b"1" * 3_000_000, ""),
        (
            "实体.mht",
            b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="x"\n\n--x',
            "",
        ),
        ("图.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 64, ""),
    ],
)
def test_a_file_that_cannot_be_read_says_why_in_one_sentence(
    take: Take, name: str, data: bytes, why: str
) -> None:
    batch = take(given(name, data), example("lihe-xiang-2023"))
    refused = whys(batch)
    assert set(refused) == {name} and why in refused[name]
    assert refused[name].endswith(("。", "）")) and "Traceback" not in refused[name]
    assert batch.files.filter(state="read").count() == 1, "the others are read all the same"


def test_the_same_bytes_twice_are_named_and_read_once(take: Take, county: County) -> None:
    first = take(example("lihe-xiang-2023"))
    again = take(
        given("另一个名字.docx", report("lihe-xiang-2023")),
        given("再来.docx", report("lihe-xiang-2023")),
    )
    assert [f.state for f in again.files.all()] == ["same", "same"]
    assert {f.same_as for f in again.files.all()} == {first.files.get()}
    assert Report.objects.count() == 1
    clerk = county.client("zhuguan", Role.SUPERVISOR, organ=county.county)
    page = clerk.get(f"/desk/intake/{again.pk}/").content.decode()
    assert "是同一个文件，没有再读" in page and "lihe-xiang-2023/report.docx" in page


def test_a_zip_is_taken_apart_once(take: Take) -> None:
    inner = zipped({"x.txt": b"x"})
    data = zipped(
        {
            "乡镇/2023/例河乡.docx": report("lihe-xiang-2023"),
            "../../etc/cron.d/例湖镇.rtf.txt": report("lidong-2023"),
            "/绝对/路径.txt": report("lizhong-2022"),
            "里面还有.zip": inner,
            "__MACOSX/._例河乡.docx": b"junk",
            "乡镇/.DS_Store": b"junk",
            "空文件.txt": b"",
        }
    )
    batch = take(given("全部.zip", data))
    names = {f.name: f.state for f in batch.files.all()}
    assert names == {
        "全部.zip": "opened",
        "乡镇/2023/例河乡.docx": "read",
        "etc/cron.d/例湖镇.rtf.txt": "read",
        "绝对/路径.txt": "read",
        "里面还有.zip": "refused",
        "空文件.txt": "refused",
    }
    assert "不再拆开" in whys(batch)["里面还有.zip"]
    assert all(f.inside.name == "全部.zip" for f in batch.files.exclude(state="opened"))  # type: ignore[union-attr]


def test_names_in_a_zip_of_an_old_program_are_read(take: Take) -> None:
    data = zipped({"12345678.txt": report("lidong-2023")})
    old = "例东.t".encode("gb18030") + b"xt"
    assert len(old) == len("12345678")
    batch = take(given("a.zip", data.replace(b"12345678", old)))
    assert batch.files.filter(name="例东.txt.txt", state="read").exists()


def _lying(data: bytes) -> bytes:
    """Return a ZIP whose directory says that its member is small."""
    at = data.rindex(b"PK\x01\x02")
    return data[: at + 24] + struct.pack("<I", 10) + data[at + 28 :]


@pytest.mark.parametrize(
    "data",
    [
        zipped({"a.txt": b"\x00" * (80 << 20)}),
        zipped({f"{n}.txt": b"" for n in range(2001)}, method=zipfile.ZIP_STORED),
        _lying(zipped({"a.txt": b"1" * (70 << 20)})),
        zipped({"a.txt": b"x"})[:-30],
        b"PK\x05\x06" + b"\x00" * 18,
    ],
    ids=["bomb", "two thousand and one", "lying directory", "cut", "empty"],
)
def test_a_zip_that_is_meant_to_harm_is_refused(take: Take, data: bytes) -> None:
    batch = take(given("a.zip", data))
    assert len(whys(batch)) == batch.files.exclude(state="opened").count() >= 1
    assert all(why and len(why) < 400 for why in whys(batch).values())
    assert not Report.objects.exists()


def test_a_worker_that_dies_loses_nothing_and_reads_nothing_twice(
    take: Take, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = take(
        *(example(n) for n in ("lihe-xiang-2023", "lidong-2023", "lizhong-2022")), read=False
    )
    pks = [f.pk for f in batch.files.all()]
    real, count = reading.read, []

    def dying(data: bytes, *, name: str = "", **more: object) -> object:
        count.append(name)
        if len(count) == 2:
            raise SystemExit
        return real(data, name=name, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(reading, "read", dying)
    with pytest.raises(SystemExit):
        reading.read_files.call(pks)
    assert [f.state for f in batch.files.all()] == ["read", "waiting", "waiting"]
    reading.read_files.call(pks)
    reading.read_files.call(pks)
    assert [f.state for f in batch.files.all()] == ["read"] * 3
    assert len(count) == 4 and Report.objects.count() == 3
    assert Cell.objects.count() == sum(r.cells.count() for r in Report.objects.all()) == 600


def test_a_file_that_kills_its_worker_is_not_tried_for_ever(
    take: Take, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = take(example("lihe-xiang-2023"), read=False)

    def dying(data: bytes, **more: object) -> object:
        raise SystemExit

    monkeypatch.setattr(reading, "read", dying)
    for _ in range(reading.TRIES):
        with pytest.raises(SystemExit):
            read_all(batch)
    read_all(batch)
    assert "两次中断" in whys(batch)["lihe-xiang-2023/report.docx"]


def test_what_waits_without_a_task_is_handed_out_again(take: Take) -> None:
    from django_tasks_db.models import DBTaskResult

    batch = take(example("lihe-xiang-2023"), read=False)
    reading.read_on()
    assert DBTaskResult.objects.count() == 1, "its task still waits"
    DBTaskResult.objects.all().delete()
    reading.read_on()
    task = DBTaskResult.objects.get()
    assert batch.files.get().task == task.pk


def test_the_bytes_are_kept_and_debris_is_removed(take: Take) -> None:
    batch = take(example("lihe-xiang-2023"))
    kept = batch.files.get().sha256
    debris = store.keep(b"nobody names these bytes")
    assert store.sweep(older_than=-10) >= 1
    assert store.content(kept) == report("lihe-xiang-2023")
    with pytest.raises(OSError):
        store.content(debris)


def test_too_many_too_large_and_none(take: Take, county: County, settings: object) -> None:
    settings.PORTAL_MAX_UPLOAD = 1 << 20  # type: ignore[attr-defined]
    batch = take(given("大.docx", b"x" * (2 << 20)))
    assert "2MB" in whys(batch)["大.docx"]
    actor = county.actor("zhuguan")
    with pytest.raises(Refused, match="请选择文件"):
        TakeIn(by=actor, office=county.county, files=[]).execute()
    many = [given("a.txt", b"a")] * 1001
    with pytest.raises(Refused, match="1000个"):
        TakeIn(by=actor, office=county.county, files=many).execute()
    clerk = county.client("zhuguan")
    answer = clerk.post("/desk/intake/new/", {"batch_name": "没有文件"})
    assert answer.status_code == 422 and "还不能提交" in answer.content.decode()


def test_hundreds_come_in_one_submission(county: County) -> None:
    clerk = county.client("zhuguan", Role.SUPERVISOR, organ=county.county)
    files = [SimpleUploadedFile(f"{n}.txt", f"第{n}份".encode()) for n in range(300)]
    answer = clerk.post("/desk/intake/new/", {"given": files}, follow=True)
    assert answer.status_code == 200 and "共300份" in answer.content.decode()
    assert File.objects.count() == 300
    assert ActRecord.objects.filter(act="intake.take_in").count() == 1


def test_an_intake_belongs_to_its_office(take: Take, county: County) -> None:
    batch = take(example("lihe-xiang-2023"))
    one = Report.objects.get()
    cell = one.cells.first()
    assert cell is not None
    for who, role, organ in (
        ("jb", Role.HANDLER, county.town),
        ("sh", Role.REVIEWER, county.county),
        ("xt", Role.SYSTEM, county.county),
    ):
        other = county.client(who, role, organ=organ)
        for url in (
            f"/desk/intake/{batch.pk}/",
            f"/desk/intake/{batch.pk}/letters.docx.zip",
            f"/desk/intake/reports/{one.pk}/",
            f"/desk/intake/reports/{one.pk}/letter.docx",
            f"/desk/intake/reports/{one.pk}/pages/1.png",
            f"/desk/intake/cells/{cell.pk}/",
        ):
            assert other.get(url).status_code in (403, 404), (who, url)
    with pytest.raises((Refused, Forbidden)):
        TakeIn(by=county.actor("sh"), office=county.county, files=[given("a.txt", b"a")]).execute()
    handler = county.client("xjb", Role.HANDLER, organ=county.county)
    assert handler.get(f"/desk/intake/reports/{one.pk}/").status_code == 200
