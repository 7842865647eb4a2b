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
            name="Batch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "struck_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="注销时间"
                    ),
                ),
                (
                    "struck_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="注销理由"),
                ),
                ("made_at", models.DateTimeField(default=portal.acts.clock.now, editable=False)),
                ("register", models.CharField(max_length=16)),
                ("name", models.CharField(max_length=200, verbose_name="文件名")),
                ("sha256", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("read", "已读取，等待确认"),
                            ("entering", "正在登记"),
                            ("entered", "已登记"),
                            ("dropped", "已放弃"),
                        ],
                        default="read",
                        max_length=10,
                    ),
                ),
                ("rows", models.PositiveIntegerField(default=0, verbose_name="行数")),
                ("fresh", models.PositiveIntegerField(default=0, verbose_name="新登记")),
                ("same", models.PositiveIntegerField(default=0, verbose_name="已登记过")),
                ("refused", models.PositiveIntegerField(default=0, verbose_name="不能登记")),
                ("ignored", models.JSONField(default=list, verbose_name="没有导入的列")),
                ("who", models.CharField(blank=True, max_length=80)),
                ("begun_at", models.DateTimeField(editable=False, null=True)),
                ("upto", models.PositiveIntegerField(default=0, editable=False)),
                ("task", models.UUIDField(editable=False, null=True)),
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
                "verbose_name": "导入",
                "verbose_name_plural": "导入",
                "indexes": [models.Index(fields=["organ", "register", "-id"], name="batch_newest")],
            },
        ),
        migrations.CreateModel(
            name="BatchFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("content", models.BinaryField()),
                (
                    "batch",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="file",
                        to="registers.batch",
                    ),
                ),
            ],
            options={
                "verbose_name": "导入的文件",
                "verbose_name_plural": "导入的文件",
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "struck_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="注销时间"
                    ),
                ),
                (
                    "struck_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="注销理由"),
                ),
                ("made_at", models.DateTimeField(default=portal.acts.clock.now, editable=False)),
                ("register", models.CharField(max_length=16)),
                ("number", models.CharField(max_length=120, verbose_name="编号")),
                ("on", models.DateField(verbose_name="日期")),
                ("month", models.PositiveIntegerField(editable=False)),
                ("kind", models.CharField(blank=True, max_length=60, verbose_name="类别")),
                (
                    "party_kind",
                    models.CharField(
                        blank=True,
                        choices=[("person", "个人"), ("organisation", "法人或非法人组织")],
                        max_length=12,
                        verbose_name="相对人类型",
                    ),
                ),
                ("party", models.CharField(blank=True, max_length=120, verbose_name="相对人")),
                ("item", models.CharField(blank=True, max_length=300, verbose_name="事项")),
                ("amount", models.BigIntegerField(blank=True, null=True)),
                (
                    "shown",
                    models.BooleanField(default=False, verbose_name="列入对外公开的结果名单"),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registers.batch",
                    ),
                ),
                (
                    "corrects",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registers.entry",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
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
                "verbose_name": "登记",
                "verbose_name_plural": "登记",
                "indexes": [
                    models.Index(
                        condition=models.Q(("struck_at", None)),
                        fields=["organ", "register", "month", "amount", "struck_at"],
                        name="entry_by_month",
                    ),
                    models.Index(
                        condition=models.Q(("struck_at", None)),
                        fields=["organ", "register", "-on", "-id", "struck_at"],
                        name="entry_newest",
                    ),
                    models.Index(
                        condition=models.Q(("shown", True), ("struck_at", None)),
                        fields=["organ", "register", "-on", "-id", "struck_at", "shown"],
                        name="entry_shown_newest",
                    ),
                    models.Index(
                        condition=models.Q(("struck_at", None), _negated=True),
                        fields=["organ", "register", "number"],
                        name="entry_struck_number",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("struck_at", None)),
                        fields=("organ", "register", "number"),
                        name="entry_number_once",
                        violation_error_message="这个编号已经登记过。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount", None), ("amount__gte", 0), _connector="OR"),
                        name="entry_amount_not_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MonthlyCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "struck_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="注销时间"
                    ),
                ),
                (
                    "struck_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="注销理由"),
                ),
                ("made_at", models.DateTimeField(default=portal.acts.clock.now, editable=False)),
                ("register", models.CharField(max_length=16)),
                ("month", models.PositiveIntegerField(verbose_name="月份")),
                ("count", models.PositiveIntegerField(verbose_name="数量")),
                ("amount", models.BigIntegerField(blank=True, null=True)),
                ("source", models.CharField(max_length=200, verbose_name="数据来源")),
                (
                    "corrects",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registers.monthlycount",
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
                "verbose_name": "月报数",
                "verbose_name_plural": "月报数",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("struck_at", None)),
                        fields=("organ", "register", "month"),
                        name="monthly_count_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="NormativeEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "struck_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="注销时间"
                    ),
                ),
                (
                    "struck_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="注销理由"),
                ),
                ("made_at", models.DateTimeField(default=portal.acts.clock.now, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("rule", "规章"), ("normative", "行政规范性文件")],
                        max_length=10,
                        verbose_name="类别",
                    ),
                ),
                (
                    "unified_number",
                    models.CharField(blank=True, max_length=80, verbose_name="统一编号"),
                ),
                ("title", models.CharField(max_length=300, verbose_name="名称")),
                ("number", models.CharField(blank=True, max_length=80, verbose_name="文号")),
                ("issued_on", models.DateField(verbose_name="制发日期")),
                ("effective_on", models.DateField(blank=True, null=True, verbose_name="施行日期")),
                ("expires_on", models.DateField(blank=True, null=True, verbose_name="有效期至")),
                ("disclosed_on", models.DateField(blank=True, null=True, verbose_name="公开日期")),
                ("must_file", models.BooleanField(default=True, verbose_name="须报备案")),
                ("filed_to", models.CharField(blank=True, max_length=120, verbose_name="备案机关")),
                ("filed_on", models.DateField(blank=True, null=True, verbose_name="报备日期")),
                (
                    "received_on",
                    models.DateField(blank=True, null=True, verbose_name="备案回执日期"),
                ),
                ("receipt", models.CharField(blank=True, max_length=80, verbose_name="备案号")),
                ("amended_on", models.DateField(blank=True, null=True, verbose_name="最近修改")),
                ("ended_on", models.DateField(blank=True, null=True)),
                (
                    "ended_how",
                    models.CharField(
                        blank=True,
                        choices=[("repealed", "废止"), ("lapsed", "宣布失效")],
                        max_length=10,
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
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
                "verbose_name": "规范性文件登记",
                "verbose_name_plural": "规范性文件登记",
                "indexes": [
                    models.Index(fields=["organ", "kind", "issued_on"], name="normative_by_issue"),
                    models.Index(fields=["organ", "ended_on"], name="normative_by_end"),
                    models.Index(fields=["organ", "expires_on"], name="normative_by_expiry"),
                    models.Index(fields=["organ", "-issued_on", "-id"], name="normative_newest"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("unified_number", ""), _negated=True),
                        fields=("unified_number",),
                        name="unified_number_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("struck_at", None)),
                        fields=("document",),
                        name="normative_document_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on", None),
                            ("ended_on__gte", models.F("issued_on")),
                            _connector="OR",
                        ),
                        name="normative_ends_after_issue",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NormativeEvent",
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
                            ("issued", "制发"),
                            ("amended", "修改"),
                            ("continued", "评估后继续有效"),
                            ("repealed", "废止"),
                            ("lapsed", "宣布失效"),
                            ("filed", "报送备案"),
                            ("received", "收到备案回执"),
                            ("corrected", "更正登记"),
                            ("struck", "注销登记"),
                        ],
                        max_length=10,
                    ),
                ),
                ("on", models.DateField(verbose_name="日期")),
                ("basis", models.CharField(blank=True, max_length=300, verbose_name="依据")),
                ("facts", models.JSONField(default=dict)),
                ("at", models.DateTimeField(default=portal.acts.clock.now, editable=False)),
                ("who", models.CharField(max_length=80)),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="registers.normativeentry",
                    ),
                ),
            ],
            options={
                "verbose_name": "经过",
                "verbose_name_plural": "经过",
                "ordering": ["entry", "pk"],
            },
        ),
        migrations.CreateModel(
            name="NotNormative",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="理由")),
                ("at", models.DateTimeField(default=portal.acts.clock.now, editable=False)),
                (
                    "document",
                    models.OneToOneField(
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
                "verbose_name": "不登记的文件",
                "verbose_name_plural": "不登记的文件",
            },
        ),
        migrations.CreateModel(
            name="PowerItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "struck_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="注销时间"
                    ),
                ),
                (
                    "struck_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="注销理由"),
                ),
                ("made_at", models.DateTimeField(default=portal.acts.clock.now, editable=False)),
                ("code", models.CharField(max_length=60, verbose_name="事项编码")),
                ("kind", models.CharField(max_length=16, verbose_name="类型")),
                ("name", models.CharField(max_length=300, verbose_name="事项名称")),
                ("basis", models.TextField(blank=True, max_length=4000, verbose_name="设定依据")),
                ("unit", models.CharField(blank=True, max_length=120, verbose_name="责任单位")),
                ("from_on", models.DateField(verbose_name="纳入日期")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="取消日期")),
                (
                    "batch",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registers.batch",
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
                "verbose_name": "权责事项",
                "verbose_name_plural": "权责事项",
                "indexes": [
                    models.Index(fields=["organ", "kind", "from_on", "to_on"], name="power_by_kind")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("struck_at", None)),
                        fields=("organ", "code"),
                        name="power_code_once",
                        violation_error_message="这个事项编码已经登记过。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_on", None), ("to_on__gte", models.F("from_on")), _connector="OR"
                        ),
                        name="power_ends_after_begin",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PowerEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(verbose_name="日期")),
                ("what", models.CharField(max_length=20)),
                ("basis", models.CharField(blank=True, max_length=300, verbose_name="依据")),
                ("facts", models.JSONField(default=dict)),
                ("at", models.DateTimeField(default=portal.acts.clock.now, editable=False)),
                ("who", models.CharField(max_length=80)),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="registers.poweritem",
                    ),
                ),
            ],
            options={
                "verbose_name": "变更",
                "verbose_name_plural": "变更",
                "ordering": ["item", "pk"],
            },
        ),
        migrations.CreateModel(
            name="RefusedRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("row", models.PositiveIntegerField(verbose_name="行号")),
                ("number", models.CharField(blank=True, max_length=120, verbose_name="编号")),
                ("reason", models.CharField(max_length=300, verbose_name="原因")),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="refusals",
                        to="registers.batch",
                    ),
                ),
            ],
            options={
                "verbose_name": "不能登记的行",
                "verbose_name_plural": "不能登记的行",
                "ordering": ["batch", "row"],
            },
        ),
        migrations.CreateModel(
            name="RegisterRules",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "number_pattern",
                    models.CharField(blank=True, max_length=60, verbose_name="统一编号规则"),
                ),
                (
                    "review_months",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="届满前几个月评估"
                    ),
                ),
                (
                    "filing_days",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="印发后几日内报备案"
                    ),
                ),
                (
                    "fee_decimals",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="收费金额（万元）保留的小数位数"
                    ),
                ),
                (
                    "lapsed_as_repealed",
                    models.BooleanField(
                        blank=True, null=True, verbose_name="失效的计入“本年废止件数”"
                    ),
                ),
                (
                    "reopened_counts",
                    models.CharField(
                        blank=True,
                        max_length=12,
                        verbose_name="往年已计入办理结果、又被责令重新处理的申请",
                    ),
                ),
                (
                    "organ",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organs.organ",
                    ),
                ),
            ],
            options={
                "verbose_name": "登记规则",
                "verbose_name_plural": "登记规则",
            },
        ),
        migrations.CreateModel(
            name="ZeroReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "struck_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="注销时间"
                    ),
                ),
                (
                    "struck_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="注销理由"),
                ),
                ("made_at", models.DateTimeField(default=portal.acts.clock.now, editable=False)),
                ("year", models.PositiveIntegerField(verbose_name="年度")),
                ("things", models.JSONField(verbose_name="没有的事项")),
                ("up_to", models.DateField(verbose_name="截至")),
                ("who", models.CharField(max_length=80)),
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
                "verbose_name": "登记簿“本年无”的确认",
                "verbose_name_plural": "登记簿“本年无”的确认",
                "indexes": [models.Index(fields=["organ", "year"], name="zero_by_year")],
            },
        ),
    ]
