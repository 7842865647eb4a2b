"""Bringing an organ's former site over, from the command line."""

import csv
from pathlib import Path

import click

from portal.cli.say import fail


@click.command("import-site")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("sheet", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--organ", "code", required=True, help="机关的网址代码。")
@click.option("--rehearse", is_flag=True, help="只演练，不保存。")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="把每一行的结果写成CSV。"
)
def import_site(folder: Path, sheet: Path, code: str, rehearse: bool, out: Path | None) -> None:
    """把原网站的文件夹按清单转入；已转入的跳过，拒绝的逐行说明，可以改好再运行。

    清单（CSV或XLSX）至少有“文件、栏目、公开日期”三列。
    """
    from portal.acts.actor import SYSTEM
    from portal.organs.models import Organ
    from portal.publishing.former_site import Line, Outcome, take_over_all
    from portal.tables import BadTable

    organ = Organ.objects.filter(code=code).first()
    if organ is None:
        fail(f"没有代码为“{code}”的机关。")
    lines: list[Line] = []
    try:
        for line in take_over_all(organ, folder, sheet, by=SYSTEM, rehearse=rehearse):
            lines.append(line)
            if line.outcome is Outcome.REFUSED:
                click.echo(f"第{line.row}行 {line.file}：{line.reason}")
            if len(lines) % 500 == 0:
                click.echo(f"已看{len(lines)}行", err=True)
    except BadTable as error:
        fail(error.sentence)
    if out is not None:
        with out.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["行", "文件", "结果", "原因", "编号"])
            words = {Outcome.TAKEN: "转入", Outcome.THERE: "已在", Outcome.REFUSED: "拒绝"}
            for one in lines:
                writer.writerow(
                    [one.row, one.file, words[one.outcome], one.reason, one.document or ""]
                )
    count = {outcome: sum(1 for one in lines if one.outcome is outcome) for outcome in Outcome}
    click.echo(
        f"{'演练：' if rehearse else ''}转入{count[Outcome.TAKEN]}条，"
        f"已在{count[Outcome.THERE]}条，拒绝{count[Outcome.REFUSED]}条。"
    )
    raise SystemExit(1 if count[Outcome.REFUSED] else 0)
