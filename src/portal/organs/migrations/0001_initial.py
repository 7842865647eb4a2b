import django.core.validators
import django.db.models.deletion
import portal.organs.codes
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Organ",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("name", models.CharField(max_length=120, verbose_name="名称")),
                ("short_name", models.CharField(max_length=40, verbose_name="简称")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("state", "国家级"),
                            ("province", "省级"),
                            ("city", "市级"),
                            ("county", "县级"),
                            ("township", "乡镇级"),
                        ],
                        max_length=10,
                        verbose_name="层级",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("government", "人民政府"),
                            ("office", "政府办公厅（室）"),
                            ("department", "工作部门"),
                            ("branch", "派出机关"),
                            ("agency", "派出机构"),
                            ("authorised", "法律、法规授权的组织"),
                        ],
                        max_length=12,
                        verbose_name="类别",
                    ),
                ),
                (
                    "code",
                    models.SlugField(
                        help_text="出现在网址里，设立后不变。",
                        max_length=40,
                        unique=True,
                        verbose_name="网址代码",
                    ),
                ),
                (
                    "credit_code",
                    models.CharField(
                        blank=True,
                        max_length=18,
                        validators=[portal.organs.codes.validate_credit_code],
                        verbose_name="统一社会信用代码",
                    ),
                ),
                (
                    "division_code",
                    models.CharField(
                        blank=True,
                        max_length=12,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^(\\d{6}|\\d{9}|\\d{12})$", "应为6、9或12位数字。"
                            )
                        ],
                        verbose_name="行政区划代码",
                    ),
                ),
                ("path", models.CharField(editable=False, max_length=250, unique=True)),
                ("founded_on", models.DateField(blank=True, null=True, verbose_name="设立日期")),
                ("abolished_on", models.DateField(blank=True, null=True, verbose_name="撤销日期")),
                ("order", models.PositiveIntegerField(default=0, verbose_name="排列次序")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_children",
                        to="organs.organ",
                        verbose_name="上级机关",
                    ),
                ),
                (
                    "reports_to",
                    models.ForeignKey(
                        blank=True,
                        help_text="年度报告报送给谁；空着表示报送上级机关。",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_reporters",
                        to="organs.organ",
                        verbose_name="政府信息公开主管部门",
                    ),
                ),
            ],
            options={
                "verbose_name": "机关",
                "verbose_name_plural": "机关",
                "ordering": ["order", "code"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("credit_code", ""), _negated=True),
                        fields=("credit_code",),
                        name="organ_credit_code_once",
                        violation_error_message="已有机关使用这个统一社会信用代码。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("abolished_on", None),
                            ("founded_on", None),
                            ("abolished_on__gt", models.F("founded_on")),
                            _connector="OR",
                        ),
                        name="organ_abolished_after_founded",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrganState",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="名称")),
                ("short_name", models.CharField(max_length=40, verbose_name="简称")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("state", "国家级"),
                            ("province", "省级"),
                            ("city", "市级"),
                            ("county", "县级"),
                            ("township", "乡镇级"),
                        ],
                        max_length=10,
                        verbose_name="层级",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("government", "人民政府"),
                            ("office", "政府办公厅（室）"),
                            ("department", "工作部门"),
                            ("branch", "派出机关"),
                            ("agency", "派出机构"),
                            ("authorised", "法律、法规授权的组织"),
                        ],
                        max_length=12,
                        verbose_name="类别",
                    ),
                ),
                ("from_on", models.DateField(blank=True, null=True, verbose_name="自")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="至")),
                ("basis", models.CharField(blank=True, max_length=200, verbose_name="依据")),
                (
                    "organ",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="states",
                        to="organs.organ",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_children",
                        to="organs.organ",
                        verbose_name="上级机关",
                    ),
                ),
                (
                    "reports_to",
                    models.ForeignKey(
                        blank=True,
                        help_text="年度报告报送给谁；空着表示报送上级机关。",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_reporters",
                        to="organs.organ",
                        verbose_name="政府信息公开主管部门",
                    ),
                ),
            ],
            options={
                "verbose_name": "机关沿革",
                "verbose_name_plural": "机关沿革",
                "ordering": ["organ", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("to_on", None)),
                        fields=("organ",),
                        name="organ_state_of_today_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("handler", "经办"),
                            ("reviewer", "审核"),
                            ("secrecy", "保密审查"),
                            ("signer", "签发"),
                            ("head", "政府信息公开工作机构负责人"),
                            ("supervisor", "主管部门"),
                            ("system", "系统管理"),
                            ("security", "安全管理"),
                            ("audit", "审计管理"),
                        ],
                        max_length=12,
                        verbose_name="岗位",
                    ),
                ),
                ("from_on", models.DateField(verbose_name="自")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="至")),
                (
                    "organ",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to="organs.organ",
                        verbose_name="机关",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="人员",
                    ),
                ),
            ],
            options={
                "verbose_name": "岗位",
                "verbose_name_plural": "岗位",
                "ordering": ["organ", "role", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("to_on", None)),
                        fields=("organ", "user", "role"),
                        name="post_held_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Succession",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(verbose_name="日期")),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("merged", "合并"),
                            ("split", "分立"),
                            ("abolished", "撤销，职责划转"),
                        ],
                        max_length=10,
                        verbose_name="方式",
                    ),
                ),
                ("basis", models.CharField(blank=True, max_length=200, verbose_name="依据")),
                (
                    "after",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inheritances",
                        to="organs.organ",
                    ),
                ),
                (
                    "before",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="successions",
                        to="organs.organ",
                    ),
                ),
            ],
            options={
                "verbose_name": "职责承接",
                "verbose_name_plural": "职责承接",
                "constraints": [
                    models.UniqueConstraint(fields=("before", "after"), name="succession_once")
                ],
            },
        ),
    ]
