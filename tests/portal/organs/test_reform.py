"""Organs merged and split, a tree of two thousand, and what an organ was on a day."""

from datetime import date

import pytest

from portal.acts.act import Refused
from portal.acts.actor import SYSTEM
from portal.acts.models import ActRecord
from portal.organs import queries
from portal.organs.acts.lifecycle import MergeOrgans, SplitOrgan
from portal.organs.models import Organ, Post, Role
from tests.portal.conftest import County, establish

DAY = date(2024, 7, 1)


def test_two_towns_become_one_and_what_stood_below_follows(county: County) -> None:
    county.person("jingban", Role.HANDLER)
    north = establish("bei", "北镇人民政府", "township", "government", county.county)
    post = establish("zhan", "示例镇农技站", "township", "agency", county.town)
    MergeOrgans(
        by=SYSTEM, target=north, on=DAY, merged=(county.town,), basis="民函〔2024〕7号"
    ).execute()
    gone = Organ.objects.get(pk=county.town.pk)
    post.refresh_from_db()
    assert gone.abolished_on == DAY
    assert [s.after for s in queries.successors(gone)] == [north]
    assert [s.before for s in queries.predecessors(north)] == [gone]
    assert post.parent == north and post.path.startswith(north.path)
    before = queries.state_on(post, date(2024, 6, 30))
    assert before and before.parent == gone
    assert Post.objects.get(organ=gone).to_on == DAY
    acts = list(ActRecord.objects.order_by("-number").values_list("act", flat=True)[:3])
    assert acts == ["organs.merge", "organs.abolish", "organs.change"]


def test_a_merger_that_cannot_be_leaves_everything(county: County) -> None:
    count = ActRecord.objects.count()
    for merged, why in (((), "选择并入"), ((county.town,), "它自己")):
        with pytest.raises(Refused, match=why):
            MergeOrgans(by=SYSTEM, target=county.town, on=DAY, merged=merged).execute()
    with pytest.raises(Refused):  # the county cannot go into its own town
        MergeOrgans(by=SYSTEM, target=county.town, on=DAY, merged=(county.county,)).execute()
    assert ActRecord.objects.count() == count
    assert Organ.objects.get(pk=county.county.pk).abolished_on is None


def test_one_organ_becomes_two(county: County) -> None:
    SplitOrgan(
        by=SYSTEM,
        target=county.town,
        on=DAY,
        new=(("dong", "东镇人民政府"),),
        existing=(county.bureau,),
        basis="民函〔2024〕8号",
    ).execute()
    east = Organ.objects.get(code="dong")
    assert (east.level, east.parent, east.founded_on) == ("township", county.county, DAY)
    gone = Organ.objects.get(pk=county.town.pk)
    assert {s.after for s in queries.successors(gone)} == {east, county.bureau}
    with pytest.raises(Refused, match="至少要有两个"):
        SplitOrgan(by=SYSTEM, target=county.bureau, on=DAY, existing=(east,)).execute()


def test_pages_merge_and_split_and_look_back(county: County) -> None:
    client = county.client("xitong", Role.SYSTEM, organ=county.county)
    establish("bei", "北镇人民政府", "township", "government", county.county)
    facts = {"on": "2024-07-01", "basis": "民函〔2024〕7号"}
    answer = client.post(
        "/desk/organs/bei/merge/", facts | {"merged": [county.town.pk]}, follow=True
    )
    assert "已合并" in answer.content.decode()
    bad = client.post("/desk/organs/bei/split/", facts | {"new": "onlycode"})
    assert bad.status_code == 422 and "每行应为" in bad.content.decode()
    answer = client.post(
        "/desk/organs/bei/split/",
        facts | {"on": "2025-01-01", "new": "nan 南镇人民政府\n\nxi 西镇人民政府"},
        follow=True,
    )
    assert "已分立" in answer.content.decode()
    page = client.get("/desk/organs/bei/?on=2023-01-01").content.decode()
    assert "2023年1月1日" in page and "<b>北镇人民政府</b>" in page
    page = client.get("/desk/organs/shili/?on=2024-06-30").content.decode()
    assert "示例镇人民政府" in page.split("下级机关：")[1].split("</p>")[0]
    assert "已经撤销" in client.get("/desk/organs/bei/?on=2025-02-01").content.decode()
    assert "请写一个日期" in client.get("/desk/organs/bei/?on=nonsense").content.decode()


def test_a_tree_of_many_organs_is_folded_and_searched(county: County) -> None:
    for n in range(80):
        establish(f"v{n}", f"第{n}办事处", "township", "agency", county.town)
    client = county.client("xitong", Role.SYSTEM, organ=county.county)
    page = client.get("/desk/organs/").content.decode()
    assert page.count("<details") == page.count("</details>") == 2
    assert page.count("<details open") == 1  # the root alone
    assert "下级80个" in page and "下级82个" in page
    found = client.get("/desk/organs/?q=第7").content.decode()
    assert "第79办事处" in found and "示例县教育局</a>" not in found
    assert "没有找到" in client.get("/desk/organs/?q=<script>").content.decode()
