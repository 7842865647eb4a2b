import django.db.models.deletion
import portal.acts.clock
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organs", "0001_initial"),
        ("publishing", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Filing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                (
                    "scope",
                    models.CharField(
                        choices=[("own", "本机关"), ("region", "本行政区域汇总")],
                        default="own",
                        max_length=6,
                        verbose_name="范围",
                    ),
                ),
                ("texts", models.JSONField(blank=True, default=dict)),
                ("wrapper", models.JSONField(blank=True, default=dict)),
                ("edits", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("drafting", "drafting"),
                            ("submitted", "submitted"),
                            ("returned", "returned"),
                            ("accepted", "accepted"),
                            ("published", "published"),
                        ],
                        max_length=10,
                    ),
                ),
                ("started_at", models.DateTimeField(default=portal.acts.clock.now, editable=False)),
                (
                    "stage_since",
                    models.DateTimeField(default=portal.acts.clock.now, editable=False),
                ),
                ("submitted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("published_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "organ",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="filings",
                        to="organs.organ",
                    ),
                ),
            ],
            options={
                "verbose_name": "年度报告填报",
                "verbose_name_plural": "年度报告填报",
                "ordering": ["-year", "organ", "scope"],
                "indexes": [
                    models.Index(fields=["year", "scope", "stage"], name="filing_by_stage")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("organ", "year", "scope"), name="filing_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="FilingVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("edition", models.CharField(max_length=10)),
                ("report", models.TextField(editable=False)),
                ("sources", models.JSONField(default=dict)),
                ("adjustments", models.JSONField(default=list)),
                ("facts", models.JSONField(default=dict)),
                ("texts", models.JSONField(default=dict)),
                ("wrapper", models.JSONField(default=dict)),
                ("law", models.CharField(max_length=64)),
                ("sha256", models.CharField(max_length=64)),
                ("at", models.DateTimeField(default=portal.acts.clock.now, editable=False)),
                ("user_id", models.BigIntegerField(blank=True, null=True)),
                ("who", models.CharField(blank=True, max_length=150)),
                (
                    "filing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="annual.filing",
                    ),
                ),
            ],
            options={
                "ordering": ["filing", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("filing", "number"), name="filing_version_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="FilingEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("started", "started"),
                            ("submitted", "submitted"),
                            ("returned", "returned"),
                            ("accepted", "accepted"),
                            ("published", "published"),
                            ("corrected", "corrected"),
                            ("permitted", "permitted"),
                            ("reminded", "reminded"),
                        ],
                        max_length=12,
                    ),
                ),
                ("at", models.DateTimeField(default=portal.acts.clock.now, editable=False)),
                ("user_id", models.BigIntegerField(blank=True, null=True)),
                ("who", models.CharField(blank=True, max_length=150)),
                ("words", models.TextField(blank=True)),
                ("facts", models.JSONField(blank=True, default=dict)),
                (
                    "filing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="annual.filing",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="annual.filingversion",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["filing", "kind"], name="filing_event_kind")],
            },
        ),
        migrations.CreateModel(
            name="FilingCell",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                (
                    "scope",
                    models.CharField(
                        choices=[("own", "本机关"), ("region", "本行政区域汇总")], max_length=6
                    ),
                ),
                ("standing", models.BooleanField(default=True)),
                ("address", models.CharField(max_length=80)),
                ("status", models.CharField(max_length=10)),
                ("value", models.DecimalField(decimal_places=6, max_digits=24, null=True)),
                (
                    "organ",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organs.organ",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cells",
                        to="annual.filingversion",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("standing", True)),
                        fields=["year", "address", "organ"],
                        name="filing_cell_by_year",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("version", "address"), name="filing_cell_once")
                ],
            },
        ),
        migrations.AddField(
            model_name="filing",
            name="current",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="annual.filingversion",
            ),
        ),
        migrations.CreateModel(
            name="AnnualReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                (
                    "scope",
                    models.CharField(
                        choices=[("own", "本机关"), ("region", "本行政区域汇总")],
                        default="own",
                        max_length=6,
                        verbose_name="范围",
                    ),
                ),
                ("edition", models.CharField(blank=True, max_length=10, verbose_name="表式")),
                ("title", models.CharField(max_length=300, verbose_name="标题")),
                ("reading", models.TextField(editable=False)),
                ("name", models.CharField(max_length=200, verbose_name="文件名")),
                ("media_type", models.CharField(max_length=100)),
                ("size", models.PositiveBigIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("published_on", models.DateField(blank=True, null=True, verbose_name="公布日期")),
                ("note", models.CharField(blank=True, max_length=1000, verbose_name="更正说明")),
                (
                    "archived_at",
                    models.DateTimeField(default=portal.acts.clock.now, editable=False),
                ),
                ("replaced_at", models.DateTimeField(blank=True, null=True)),
                (
                    "replaced_why",
                    models.CharField(blank=True, max_length=300, verbose_name="更换原因"),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="publishing.document",
                    ),
                ),
                (
                    "organ",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="annual_reports",
                        to="organs.organ",
                    ),
                ),
                (
                    "filed",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="published",
                        to="annual.filingversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "政府信息公开工作年度报告",
                "verbose_name_plural": "政府信息公开工作年度报告",
                "ordering": ["-year", "organ"],
                "indexes": [models.Index(fields=["organ", "-year"], name="annual_by_organ")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("replaced_at", None)),
                        fields=("organ", "year", "scope"),
                        name="annual_report_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Remark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=80)),
                ("section", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("paragraph", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("words", models.TextField(verbose_name="意见")),
                ("user_id", models.BigIntegerField(blank=True, null=True)),
                ("who", models.CharField(blank=True, max_length=150)),
                ("at", models.DateTimeField(default=portal.acts.clock.now, editable=False)),
                ("reply", models.TextField(blank=True, verbose_name="答复")),
                ("replied_who", models.CharField(blank=True, max_length=150)),
                ("replied_at", models.DateTimeField(blank=True, null=True)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="remarks",
                        to="annual.filingversion",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=60)),
                ("key", models.CharField(max_length=64)),
                ("said", models.TextField()),
                (
                    "how",
                    models.CharField(
                        choices=[("fixed", "已改正"), ("explained", "说明情况")],
                        max_length=10,
                        verbose_name="答复",
                    ),
                ),
                ("words", models.TextField(blank=True, verbose_name="说明")),
                ("user_id", models.BigIntegerField(blank=True, null=True)),
                ("who", models.CharField(blank=True, max_length=150)),
                ("at", models.DateTimeField(default=portal.acts.clock.now, editable=False)),
                ("replaced_at", models.DateTimeField(blank=True, null=True)),
                ("permitted_at", models.DateTimeField(blank=True, null=True)),
                ("permitted_by", models.BigIntegerField(blank=True, null=True)),
                ("permitted_who", models.CharField(blank=True, max_length=150)),
                ("permitted_words", models.TextField(blank=True)),
                (
                    "filing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="annual.filing",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("replaced_at", None)),
                        fields=("filing", "key"),
                        name="finding_answered_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Adjustment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.CharField(max_length=80)),
                ("delta", models.DecimalField(decimal_places=6, max_digits=24)),
                ("reason", models.CharField(max_length=500, verbose_name="原因")),
                ("user_id", models.BigIntegerField(blank=True, null=True)),
                ("who", models.CharField(blank=True, max_length=150)),
                ("at", models.DateTimeField(default=portal.acts.clock.now, editable=False)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("ended_by", models.CharField(blank=True, max_length=150)),
                (
                    "filing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="adjustments",
                        to="annual.filing",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at", None), ("ended_at__gte", models.F("at")), _connector="OR"
                        ),
                        name="adjustment_ends_later",
                    )
                ],
            },
        ),
    ]
