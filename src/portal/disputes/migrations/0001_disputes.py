import django.db.models.deletion
import portal.acts.clock
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cases", "0001_cases"),
        ("organs", "0001_initial"),
        ("publishing", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Dispute",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("number", models.CharField(max_length=60, verbose_name="编号")),
                ("mark", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("subject", models.CharField(max_length=300, verbose_name="争议事项")),
                ("grounds", models.JSONField(blank=True, default=list)),
                (
                    "handler_id",
                    models.BigIntegerField(blank=True, null=True, verbose_name="承办人"),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("new", "new"),
                            ("in_review", "in_review"),
                            ("reviewed", "reviewed"),
                            ("first_instance", "first_instance"),
                            ("judged", "judged"),
                            ("second_instance", "second_instance"),
                            ("closed", "closed"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "track",
                    models.CharField(
                        choices=[
                            ("review", "review"),
                            ("direct", "direct"),
                            ("after_review", "after_review"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("upheld", "upheld"),
                            ("corrected", "corrected"),
                            ("other", "other"),
                            ("pending", "pending"),
                        ],
                        max_length=10,
                    ),
                ),
                ("opened_on", models.DateField(verbose_name="提起日期")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="结案日期")),
                ("made_at", models.DateTimeField(default=portal.acts.clock.now, editable=False)),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disputes",
                        to="cases.case",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disputes",
                        to="publishing.document",
                    ),
                ),
                (
                    "organ",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disputes",
                        to="organs.organ",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disputes",
                        to="cases.applicant",
                    ),
                ),
            ],
            options={
                "verbose_name": "复议诉讼",
                "verbose_name_plural": "复议诉讼",
                "ordering": ["-opened_on", "-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("closed_on", None)),
                        fields=["organ", "-opened_on", "-id"],
                        name="dispute_open",
                    ),
                    models.Index(fields=["organ", "-opened_on", "-id"], name="dispute_by_day"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("organ", "number"), name="dispute_number_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="DisputeEvent",
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
                            ("review_applied", "review_applied"),
                            ("review_decided", "review_decided"),
                            ("sued", "sued"),
                            ("judged", "judged"),
                            ("appealed", "appealed"),
                            ("appeal_judged", "appeal_judged"),
                            ("notified", "notified"),
                            ("answered", "answered"),
                            ("hearing", "hearing"),
                            ("carried_out", "carried_out"),
                            ("cost", "cost"),
                            ("lesson", "lesson"),
                            ("noted", "noted"),
                            ("linked", "linked"),
                            ("assigned", "assigned"),
                            ("bundled", "bundled"),
                            ("struck", "struck"),
                            ("closed", "closed"),
                            ("erased", "erased"),
                        ],
                        max_length=16,
                    ),
                ),
                ("on", models.DateField()),
                ("received_on", models.DateField(blank=True, null=True)),
                ("until", models.DateField(blank=True, null=True)),
                ("body", models.CharField(blank=True, max_length=120, verbose_name="机关或者法院")),
                ("number", models.CharField(blank=True, max_length=80, verbose_name="案号、文号")),
                ("way", models.CharField(blank=True, max_length=24)),
                ("result", models.CharField(blank=True, max_length=10)),
                ("claims", models.TextField(blank=True, verbose_name="请求")),
                ("opinion", models.TextField(blank=True)),
                ("facts", models.JSONField(blank=True, default=dict)),
                ("at", models.DateTimeField(default=portal.acts.clock.now, editable=False)),
                ("user_id", models.BigIntegerField(null=True)),
                ("who", models.CharField(max_length=80)),
                (
                    "dispute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="disputes.dispute",
                    ),
                ),
                (
                    "struck",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="disputes.disputeevent",
                    ),
                ),
            ],
            options={
                "verbose_name": "经过",
                "verbose_name_plural": "经过",
                "ordering": ["dispute", "pk"],
            },
        ),
        migrations.CreateModel(
            name="DisputeFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="文件名")),
                ("media_type", models.CharField(max_length=100)),
                ("size", models.PositiveBigIntegerField(verbose_name="大小")),
                ("sha256", models.CharField(max_length=64)),
                ("path", models.CharField(blank=True, max_length=200)),
                ("made_here", models.BooleanField(default=False)),
                ("added_at", models.DateTimeField(default=portal.acts.clock.now, editable=False)),
                ("added_by", models.BigIntegerField(null=True)),
                (
                    "case_file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.casefile",
                    ),
                ),
                (
                    "dispute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="disputes.dispute",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="disputes.disputeevent",
                    ),
                ),
            ],
            options={
                "verbose_name": "复议诉讼材料",
                "verbose_name_plural": "复议诉讼材料",
                "ordering": ["dispute", "pk"],
            },
        ),
        migrations.CreateModel(
            name="DisputeReminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("why", models.CharField(max_length=80)),
                ("due_on", models.DateField()),
                ("step", models.PositiveSmallIntegerField(default=0)),
                ("to", models.CharField(max_length=200)),
                ("sent_at", models.DateTimeField(default=portal.acts.clock.now, editable=False)),
                (
                    "dispute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminders",
                        to="disputes.dispute",
                    ),
                ),
            ],
            options={
                "verbose_name": "复议诉讼提醒",
                "verbose_name_plural": "复议诉讼提醒",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dispute", "why", "due_on", "step"), name="dispute_reminder_once"
                    )
                ],
            },
        ),
    ]
