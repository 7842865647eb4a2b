import django.db.models.deletion
import portal.acts.clock
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("annual", "0001_initial"),
        ("organs", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Cell",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("year", models.PositiveSmallIntegerField(null=True)),
                ("address", models.CharField(max_length=60)),
                ("status", models.CharField(max_length=10)),
                ("value", models.DecimalField(decimal_places=6, max_digits=21, null=True)),
                ("raw", models.CharField(blank=True, max_length=60)),
                ("doubt", models.BooleanField(default=False)),
                ("sure", models.PositiveSmallIntegerField(null=True)),
                ("confirmed_status", models.CharField(blank=True, max_length=10)),
                (
                    "confirmed_value",
                    models.DecimalField(decimal_places=6, max_digits=21, null=True),
                ),
            ],
            options={
                "verbose_name": "报告的数字",
                "verbose_name_plural": "报告的数字",
                "indexes": [
                    models.Index(fields=["year", "address"], name="intake_cell_by_place"),
                    models.Index(fields=["doubt", "confirmed_status"], name="intake_cell_doubtful"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Batch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("name", models.CharField(max_length=120, verbose_name="名称")),
                ("who", models.CharField(max_length=80, verbose_name="收件人")),
                ("made_at", models.DateTimeField(default=portal.acts.clock.now, editable=False)),
                ("set_aside_at", models.DateTimeField(blank=True, null=True)),
                (
                    "set_aside_why",
                    models.CharField(blank=True, max_length=300, verbose_name="原因"),
                ),
                (
                    "organ",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organs.organ",
                    ),
                ),
            ],
            options={
                "verbose_name": "收到的一批报告",
                "verbose_name_plural": "收到的一批报告",
                "indexes": [models.Index(fields=["organ", "-id"], name="intake_batch_newest")],
            },
        ),
        migrations.CreateModel(
            name="Confirmation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("together", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("status", models.CharField(blank=True, max_length=10)),
                ("value", models.DecimalField(decimal_places=6, max_digits=21, null=True)),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                ("who", models.CharField(max_length=80, verbose_name="确认人")),
                ("user_id", models.BigIntegerField(null=True)),
                ("at", models.DateTimeField(default=portal.acts.clock.now, editable=False)),
                (
                    "cell",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="confirmations",
                        to="intake.cell",
                    ),
                ),
            ],
            options={
                "verbose_name": "数字的确认",
                "verbose_name_plural": "数字的确认",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="File",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=300, verbose_name="文件名")),
                ("size", models.PositiveBigIntegerField(verbose_name="大小")),
                ("sha256", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "等待读取"),
                            ("stopped", "停下了，还没有读"),
                            ("scan", "扫描件，还没有识别"),
                            ("read", "已读取"),
                            ("refused", "读不出"),
                            ("same", "重复"),
                            ("opened", "压缩包，已拆开"),
                        ],
                        default="waiting",
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=400, verbose_name="原因")),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("task", models.UUIDField(editable=False, null=True)),
                ("is_scan", models.BooleanField(default=False)),
                ("page", models.PositiveSmallIntegerField(default=0)),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="intake.batch",
                    ),
                ),
                (
                    "inside",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="intake.file",
                    ),
                ),
                (
                    "same_as",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="intake.file",
                    ),
                ),
            ],
            options={
                "verbose_name": "收到的文件",
                "verbose_name_plural": "收到的文件",
                "ordering": ["pk"],
                "indexes": [
                    models.Index(fields=["batch", "state"], name="intake_file_by_state"),
                    models.Index(fields=["sha256"], name="intake_file_by_digest"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("unit_name", models.CharField(blank=True, max_length=120, verbose_name="机关")),
                ("unit_key", models.CharField(max_length=130)),
                (
                    "scope",
                    models.CharField(
                        choices=[("own", "本机关"), ("region", "本行政区域汇总")],
                        default="own",
                        max_length=6,
                        verbose_name="范围",
                    ),
                ),
                ("level", models.CharField(blank=True, max_length=12, verbose_name="层级")),
                (
                    "year",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="年度"),
                ),
                ("edition", models.CharField(max_length=10, verbose_name="表式")),
                ("due", models.CharField(blank=True, max_length=10, verbose_name="应用表式")),
                ("title", models.CharField(blank=True, max_length=300, verbose_name="标题")),
                ("said", models.JSONField(default=dict)),
                ("media_type", models.CharField(max_length=100)),
                ("pages", models.PositiveIntegerField(null=True)),
                ("pictured", models.PositiveSmallIntegerField(default=0)),
                ("chosen", models.BooleanField(default=False)),
                ("doubtful", models.PositiveIntegerField(default=0, verbose_name="待确认")),
                ("statuses", models.CharField(blank=True, max_length=60)),
                ("findings", models.JSONField(default=dict)),
                ("read_at", models.DateTimeField(default=portal.acts.clock.now, editable=False)),
                ("set_aside_at", models.DateTimeField(blank=True, null=True)),
                (
                    "set_aside_why",
                    models.CharField(blank=True, max_length=300, verbose_name="原因"),
                ),
                ("packed", models.BinaryField()),
                ("grids", models.BinaryField()),
                (
                    "archived",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="annual.annualreport",
                    ),
                ),
                (
                    "file",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="report",
                        to="intake.file",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organs.organ",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organs.organ",
                    ),
                ),
            ],
            options={
                "verbose_name": "读出的年度报告",
                "verbose_name_plural": "读出的年度报告",
                "ordering": ["pk"],
                "indexes": [
                    models.Index(fields=["office", "year"], name="intake_report_by_year"),
                    models.Index(fields=["unit_key", "year"], name="intake_report_by_unit"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("chosen", True), ("office__isnull", False)),
                        fields=("office", "unit_key", "year"),
                        name="intake_report_chosen_once",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="cell",
            name="report",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="cells",
                to="intake.report",
            ),
        ),
    ]
