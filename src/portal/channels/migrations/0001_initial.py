import django.core.validators
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
            name="Channel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("kind", models.CharField(max_length=20, verbose_name="类别")),
                ("name", models.CharField(max_length=80, verbose_name="名称")),
                (
                    "url",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        validators=[
                            django.core.validators.URLValidator(
                                ["http", "https"], message="网址应以 http:// 或 https:// 开头。"
                            )
                        ],
                        verbose_name="网址",
                    ),
                ),
                ("account", models.CharField(blank=True, max_length=120, verbose_name="账号")),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="地点")),
                ("hours", models.CharField(blank=True, max_length=120, verbose_name="开放时间")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="对外电话")),
                ("keeper", models.CharField(blank=True, max_length=80, verbose_name="管护人")),
                (
                    "keeper_phone",
                    models.CharField(blank=True, max_length=40, verbose_name="管护人电话"),
                ),
                (
                    "opened_on",
                    models.DateField(blank=True, null=True, verbose_name="启用（备案）日期"),
                ),
                (
                    "ended_on",
                    models.DateField(blank=True, null=True, verbose_name="停用（关停）日期"),
                ),
                (
                    "ended_why",
                    models.CharField(blank=True, max_length=300, verbose_name="停用原因"),
                ),
                (
                    "update_days",
                    models.PositiveIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(3660),
                        ],
                        verbose_name="更新期限（天）",
                    ),
                ),
                (
                    "post_limit",
                    models.PositiveIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(50),
                            django.core.validators.MaxValueValidator(100000),
                        ],
                        verbose_name="推文字数上限",
                    ),
                ),
                ("automatic", models.BooleanField(default=False, verbose_name="本平台")),
                ("made_at", models.DateTimeField(default=portal.acts.clock.now, editable=False)),
                (
                    "organ",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="channels",
                        to="organs.organ",
                    ),
                ),
            ],
            options={
                "verbose_name": "渠道",
                "verbose_name_plural": "渠道",
                "ordering": ["organ", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on", None)),
                        fields=("organ", "kind", "name"),
                        name="channel_name_once",
                        violation_error_message="已有同类别、同名称的渠道。",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("automatic", True), ("ended_on", None)),
                        fields=("organ",),
                        name="channel_automatic_once",
                        violation_error_message="本平台已登记为渠道。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Handover",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("from_on", models.DateField(verbose_name="信息公开日期自")),
                ("until_on", models.DateField(verbose_name="至")),
                ("on", models.DateField(verbose_name="移交日期")),
                ("by", models.CharField(max_length=80, verbose_name="移交人")),
                ("form", models.CharField(blank=True, max_length=60, verbose_name="载体")),
                ("received_on", models.DateField(blank=True, null=True, verbose_name="签收日期")),
                ("received_by", models.CharField(blank=True, max_length=80, verbose_name="签收人")),
                ("made_at", models.DateTimeField(default=portal.acts.clock.now, editable=False)),
                (
                    "channel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handovers",
                        to="channels.channel",
                    ),
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
                "verbose_name": "移交",
                "verbose_name_plural": "移交",
                "ordering": ["-on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="HandoverLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=300)),
                ("number", models.CharField(blank=True, max_length=80)),
                ("index_number", models.CharField(blank=True, max_length=60)),
                ("published_on", models.DateField()),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="publishing.document",
                    ),
                ),
                (
                    "handover",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="channels.handover",
                    ),
                ),
            ],
            options={
                "verbose_name": "移交清单",
                "verbose_name_plural": "移交清单",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("handover", "document"), name="handover_line_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Item",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=300, verbose_name="标题")),
                ("topic", models.CharField(blank=True, max_length=60, verbose_name="主题")),
                (
                    "document",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="publishing.document",
                    ),
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
                "verbose_name": "信息",
                "verbose_name_plural": "信息",
                "indexes": [models.Index(fields=["organ", "title"], name="item_by_title")],
            },
        ),
        migrations.CreateModel(
            name="Logging",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("user_id", models.BigIntegerField(null=True)),
                ("who", models.CharField(max_length=80)),
                ("at", models.DateTimeField(default=portal.acts.clock.now, editable=False)),
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
                "verbose_name": "登记",
                "verbose_name_plural": "登记",
            },
        ),
        migrations.CreateModel(
            name="ChannelEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(verbose_name="发布日期")),
                ("until_on", models.DateField(blank=True, null=True, verbose_name="公示期至")),
                (
                    "link",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        validators=[
                            django.core.validators.URLValidator(
                                ["http", "https"], message="网址应以 http:// 或 https:// 开头。"
                            )
                        ],
                        verbose_name="链接",
                    ),
                ),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="撤下日期")),
                (
                    "ended_why",
                    models.CharField(blank=True, max_length=300, verbose_name="撤下原因"),
                ),
                ("struck_at", models.DateTimeField(blank=True, null=True)),
                (
                    "struck_why",
                    models.CharField(blank=True, max_length=300, verbose_name="划去原因"),
                ),
                ("made_at", models.DateTimeField(default=portal.acts.clock.now, editable=False)),
                (
                    "channel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="channels.channel",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="channels.item",
                    ),
                ),
                (
                    "logging",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="channels.logging",
                    ),
                ),
            ],
            options={
                "verbose_name": "发布登记",
                "verbose_name_plural": "发布登记",
                "ordering": ["-on", "-pk"],
                "indexes": [
                    models.Index(fields=["channel", "-on", "-id"], name="entry_by_day"),
                    models.Index(
                        condition=models.Q(
                            ("ended_on", None), ("struck_at", None), ("until_on__isnull", False)
                        ),
                        fields=["channel", "until_on"],
                        name="entry_notice_running",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on", None), ("struck_at", None)),
                        fields=("channel", "item", "on"),
                        name="entry_once_a_day",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Photo",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("path", models.CharField(max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                ("taken_on", models.DateField(blank=True, null=True, verbose_name="拍摄日期")),
                ("made_at", models.DateTimeField(default=portal.acts.clock.now, editable=False)),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="photos",
                        to="channels.channelentry",
                    ),
                ),
            ],
            options={
                "verbose_name": "照片",
                "verbose_name_plural": "照片",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Silence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="说明")),
                ("from_on", models.DateField(verbose_name="自")),
                ("until_on", models.DateField(verbose_name="至")),
                ("made_at", models.DateTimeField(default=portal.acts.clock.now, editable=False)),
                (
                    "channel",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="silences",
                        to="channels.channel",
                    ),
                ),
                (
                    "column",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="publishing.column",
                    ),
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
                "verbose_name": "停更说明",
                "verbose_name_plural": "停更说明",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("channel", None), ("column__isnull", False)),
                            models.Q(("channel__isnull", False), ("column", None)),
                            _connector="OR",
                        ),
                        name="silence_of_one",
                    )
                ],
            },
        ),
    ]
