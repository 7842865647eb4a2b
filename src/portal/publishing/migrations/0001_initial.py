import django.db.models.deletion
import portal.acts.clock
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organs", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Series",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=60, unique=True)),
                ("last", models.PositiveIntegerField(default=0)),
            ],
            options={
                "verbose_name": "编号序列",
                "verbose_name_plural": "编号序列",
            },
        ),
        migrations.CreateModel(
            name="Column",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=40, verbose_name="代码")),
                ("title", models.CharField(max_length=60, verbose_name="栏目")),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("guide", "政府信息公开指南"),
                            ("systems", "政府信息公开制度"),
                            ("content", "法定主动公开内容"),
                            ("reports", "政府信息公开年报"),
                        ],
                        max_length=10,
                        verbose_name="部分",
                    ),
                ),
                ("levels", models.JSONField(blank=True, default=list, verbose_name="适用层级")),
                ("duties", models.JSONField(blank=True, default=list, verbose_name="法定事项")),
                (
                    "update_days",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="更新期限（天）"
                    ),
                ),
                ("order", models.PositiveIntegerField(default=0)),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="停用日期")),
                (
                    "organ",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="columns",
                        to="organs.organ",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="publishing.column",
                    ),
                ),
            ],
            options={
                "verbose_name": "栏目",
                "verbose_name_plural": "栏目",
                "ordering": ["order", "code"],
                "constraints": [
                    models.UniqueConstraint(fields=("code", "organ"), name="column_code_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("organ", None)),
                        fields=("code",),
                        name="column_shared_code_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "genre",
                    models.CharField(
                        choices=[
                            ("rule", "规章"),
                            ("normative", "行政规范性文件"),
                            ("policy", "其他文件"),
                            ("interpretation", "政策解读"),
                            ("notice", "公告公示"),
                            ("news", "工作动态"),
                            ("institution", "机构职能"),
                            ("system", "制度"),
                            ("finance", "财政信息"),
                            ("report", "年度报告"),
                            ("clarification", "澄清说明"),
                            ("other", "其他"),
                        ],
                        max_length=16,
                        verbose_name="类别",
                    ),
                ),
                (
                    "attribute",
                    models.CharField(
                        choices=[
                            ("open", "主动公开"),
                            ("on_request", "依申请公开"),
                            ("closed", "不予公开"),
                        ],
                        max_length=10,
                        verbose_name="公开属性",
                    ),
                ),
                (
                    "ground",
                    models.CharField(blank=True, max_length=20, verbose_name="不公开的依据"),
                ),
                ("ground_reason", models.TextField(blank=True, verbose_name="理由")),
                (
                    "reassess_on",
                    models.DateField(blank=True, null=True, verbose_name="下次复核日期"),
                ),
                ("steps", models.JSONField(default=list, verbose_name="审查步骤")),
                ("alone", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("review", "review"),
                            ("signed", "signed"),
                            ("scheduled", "scheduled"),
                            ("published", "published"),
                            ("withdrawn", "withdrawn"),
                            ("discarded", "discarded"),
                        ],
                        max_length=10,
                    ),
                ),
                ("step", models.PositiveSmallIntegerField(default=0)),
                ("is_public", models.BooleanField(default=False)),
                (
                    "index_number",
                    models.CharField(blank=True, max_length=60, verbose_name="索引号"),
                ),
                (
                    "publish_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="定时公开"),
                ),
                (
                    "published_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="公开时间"),
                ),
                (
                    "withdrawn_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="撤回时间"),
                ),
                ("withdrawal_ground", models.TextField(blank=True, verbose_name="撤回原因")),
                ("made_at", models.DateTimeField(default=portal.acts.clock.now, editable=False)),
                (
                    "column",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="publishing.column",
                    ),
                ),
                (
                    "organ",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="organs.organ",
                    ),
                ),
            ],
            options={
                "verbose_name": "政府信息",
                "verbose_name_plural": "政府信息",
                "indexes": [
                    models.Index(fields=["organ", "state", "-id"], name="document_by_state")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("index_number", ""), _negated=True),
                        fields=("index_number",),
                        name="index_number_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_public", False), ("attribute", "open"), _connector="OR"
                        ),
                        name="only_open_is_public",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
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
                        choices=[("original", "原文件"), ("attachment", "附件")], max_length=10
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="文件名")),
                ("media_type", models.CharField(max_length=100)),
                ("size", models.PositiveBigIntegerField(verbose_name="大小")),
                ("sha256", models.CharField(max_length=64)),
                ("path", models.CharField(max_length=200)),
                ("findings", models.JSONField(blank=True, default=list)),
                ("recognised", models.JSONField(blank=True, default=dict)),
                ("upload", models.CharField(blank=True, max_length=36)),
                ("from_serial", models.PositiveIntegerField()),
                ("to_serial", models.PositiveIntegerField(blank=True, null=True)),
                ("added_at", models.DateTimeField(default=portal.acts.clock.now, editable=False)),
                ("added_by", models.BigIntegerField(null=True)),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="publishing.document",
                    ),
                ),
            ],
            options={
                "verbose_name": "附件",
                "verbose_name_plural": "附件",
                "ordering": ["document", "pk"],
                "indexes": [models.Index(fields=["sha256"], name="attachment_by_digest")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("upload", ""), _negated=True),
                        fields=("upload",),
                        name="attachment_upload_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DocumentEvent",
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
                            ("drafted", "drafted"),
                            ("imported", "imported"),
                            ("edited", "edited"),
                            ("submitted", "submitted"),
                            ("passed", "passed"),
                            ("returned", "returned"),
                            ("scheduled", "scheduled"),
                            ("published", "published"),
                            ("revised", "revised"),
                            ("withdrawn", "withdrawn"),
                            ("discarded", "discarded"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField(default=portal.acts.clock.now, editable=False)),
                ("user_id", models.BigIntegerField(null=True)),
                ("who", models.CharField(max_length=80)),
                ("role", models.CharField(blank=True, max_length=12)),
                ("opinion", models.TextField(blank=True, verbose_name="意见")),
                ("serial", models.PositiveIntegerField(default=0)),
                ("facts", models.JSONField(default=dict)),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="publishing.document",
                    ),
                ),
            ],
            options={
                "verbose_name": "经过",
                "verbose_name_plural": "经过",
                "ordering": ["document", "pk"],
            },
        ),
        migrations.CreateModel(
            name="DocumentLink",
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
                            ("interprets", "解读"),
                            ("clarifies", "澄清"),
                            ("amends", "修改"),
                            ("repeals", "废止"),
                            ("related", "相关"),
                        ],
                        max_length=10,
                    ),
                ),
                ("made_at", models.DateTimeField(default=portal.acts.clock.now, editable=False)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links",
                        to="publishing.document",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="linked",
                        to="publishing.document",
                    ),
                ),
            ],
            options={
                "verbose_name": "关联",
                "verbose_name_plural": "关联",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("source", "target", "kind"),
                        name="document_link_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", models.F("target")), _negated=True),
                        name="no_link_to_itself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DocumentVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=300, verbose_name="标题")),
                ("number", models.CharField(blank=True, max_length=80, verbose_name="文号")),
                ("issuer", models.CharField(blank=True, max_length=200, verbose_name="发文机关")),
                ("formed_on", models.DateField(blank=True, null=True, verbose_name="成文日期")),
                ("effective_on", models.DateField(blank=True, null=True, verbose_name="施行日期")),
                ("expires_on", models.DateField(blank=True, null=True, verbose_name="有效期至")),
                ("topic", models.CharField(blank=True, max_length=60, verbose_name="主题分类")),
                ("keywords", models.CharField(blank=True, max_length=200, verbose_name="关键词")),
                ("summary", models.TextField(blank=True, max_length=500, verbose_name="内容概述")),
                ("source", models.CharField(blank=True, max_length=120, verbose_name="来源")),
                ("body", models.TextField(blank=True, verbose_name="正文")),
                ("serial", models.PositiveIntegerField()),
                ("made_at", models.DateTimeField(default=portal.acts.clock.now, editable=False)),
                ("made_by", models.BigIntegerField(null=True)),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="修改说明")),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="publishing.document",
                    ),
                ),
            ],
            options={
                "verbose_name": "版本",
                "verbose_name_plural": "版本",
                "ordering": ["document", "serial"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("document", "serial"), name="version_serial_once"
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="document",
            name="shown",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="publishing.documentversion",
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="working",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="publishing.documentversion",
            ),
        ),
        migrations.CreateModel(
            name="PersonalDataDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=64)),
                ("kind", models.CharField(max_length=12)),
                ("reason", models.CharField(max_length=300, verbose_name="理由")),
                ("user_id", models.BigIntegerField(null=True)),
                ("at", models.DateTimeField(default=portal.acts.clock.now, editable=False)),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="personal_data",
                        to="publishing.document",
                    ),
                ),
            ],
            options={
                "verbose_name": "个人信息处理",
                "verbose_name_plural": "个人信息处理",
                "constraints": [
                    models.UniqueConstraint(fields=("document", "key"), name="personal_data_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="PublishingRules",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "index_pattern",
                    models.CharField(blank=True, max_length=60, verbose_name="索引号规则"),
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
                "verbose_name": "编号规则",
                "verbose_name_plural": "编号规则",
            },
        ),
        migrations.CreateModel(
            name="ReviewChain",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "genre",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("rule", "规章"),
                            ("normative", "行政规范性文件"),
                            ("policy", "其他文件"),
                            ("interpretation", "政策解读"),
                            ("notice", "公告公示"),
                            ("news", "工作动态"),
                            ("institution", "机构职能"),
                            ("system", "制度"),
                            ("finance", "财政信息"),
                            ("report", "年度报告"),
                            ("clarification", "澄清说明"),
                            ("other", "其他"),
                        ],
                        max_length=16,
                    ),
                ),
                ("steps", models.JSONField(verbose_name="审查步骤")),
                ("alone", models.BooleanField(default=False, verbose_name="起草人可承担一步")),
                (
                    "organ",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="organs.organ",
                    ),
                ),
            ],
            options={
                "verbose_name": "审查流程",
                "verbose_name_plural": "审查流程",
                "constraints": [
                    models.UniqueConstraint(fields=("organ", "genre"), name="review_chain_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("organ", None)),
                        fields=("genre",),
                        name="review_chain_default_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="publishing.document",
                    ),
                ),
            ],
            options={
                "verbose_name": "待更新的检索",
                "verbose_name_plural": "待更新的检索",
            },
        ),
    ]
