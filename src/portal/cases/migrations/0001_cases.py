import django.core.validators
import django.db.models.deletion
import portal.acts.clock
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organs", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Applicant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("mark", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("natural", "自然人"),
                            ("enterprise", "商业企业"),
                            ("research", "科研机构"),
                            ("charity", "社会公益组织"),
                            ("law_service", "法律服务机构"),
                            ("other_org", "其他"),
                        ],
                        max_length=16,
                        verbose_name="申请人类别",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="姓名或者名称")),
                ("sealed", models.TextField(blank=True, editable=False)),
                ("same", models.CharField(blank=True, db_index=True, max_length=64)),
                ("erased_at", models.DateTimeField(blank=True, editable=False, null=True)),
            ],
            options={
                "verbose_name": "申请人",
                "verbose_name_plural": "申请人",
            },
        ),
        migrations.CreateModel(
            name="Series",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=80, unique=True)),
                ("last", models.PositiveIntegerField(default=0)),
            ],
            options={
                "verbose_name": "编号序列",
                "verbose_name_plural": "编号序列",
            },
        ),
        migrations.CreateModel(
            name="Case",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("number", models.CharField(max_length=60, verbose_name="申请编号")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("natural", "自然人"),
                            ("enterprise", "商业企业"),
                            ("research", "科研机构"),
                            ("charity", "社会公益组织"),
                            ("law_service", "法律服务机构"),
                            ("other_org", "其他"),
                        ],
                        max_length=16,
                        verbose_name="申请人类别",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("in_person", "当面提交"),
                            ("post", "需签收的邮寄"),
                            ("letter", "平常信函等无需签收的邮寄"),
                            ("online", "互联网渠道"),
                            ("fax", "传真"),
                            ("email", "电子邮件"),
                        ],
                        max_length=10,
                        verbose_name="提出方式",
                    ),
                ),
                (
                    "oral",
                    models.BooleanField(default=False, verbose_name="口头提出，由本机关代为填写"),
                ),
                ("subject", models.CharField(max_length=300, verbose_name="所需信息")),
                ("content", models.TextField(blank=True, max_length=5000, verbose_name="内容描述")),
                (
                    "document_number",
                    models.CharField(blank=True, max_length=100, verbose_name="文号"),
                ),
                (
                    "period",
                    models.CharField(blank=True, max_length=100, verbose_name="信息形成的时间"),
                ),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("paper", "纸质"),
                            ("electronic", "电子数据"),
                            ("inspect", "查阅、抄录"),
                        ],
                        default="paper",
                        max_length=10,
                        verbose_name="信息的形式",
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("post", "邮寄"),
                            ("email", "电子邮件"),
                            ("pickup", "当面领取"),
                            ("online", "网上下载"),
                        ],
                        default="post",
                        max_length=10,
                        verbose_name="获取方式",
                    ),
                ),
                ("topic", models.CharField(blank=True, max_length=60, verbose_name="主题")),
                (
                    "handler_id",
                    models.BigIntegerField(blank=True, null=True, verbose_name="承办人"),
                ),
                ("fingerprint", models.CharField(blank=True, max_length=64)),
                ("token", models.CharField(blank=True, max_length=36)),
                ("code", models.CharField(blank=True, max_length=64)),
                ("check_mark", models.CharField(blank=True, max_length=64)),
                ("outcome", models.CharField(blank=True, max_length=24, verbose_name="办理结果")),
                (
                    "ground",
                    models.CharField(blank=True, max_length=16, verbose_name="不公开的理由"),
                ),
                ("steps", models.JSONField(blank=True, default=list, verbose_name="审核步骤")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "new"),
                            ("waiting_confirmation", "waiting_confirmation"),
                            ("open", "open"),
                            ("waiting_applicant", "waiting_applicant"),
                            ("waiting_fee", "waiting_fee"),
                            ("replied", "replied"),
                            ("withdrawn", "withdrawn"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("handling", "handling"),
                            ("draft", "draft"),
                            ("review", "review"),
                            ("signed", "signed"),
                            ("ended", "ended"),
                            ("closed", "closed"),
                            ("archived", "archived"),
                        ],
                        max_length=10,
                    ),
                ),
                ("step", models.PositiveSmallIntegerField(default=0)),
                ("arrived_on", models.DateField(verbose_name="到达日期")),
                (
                    "received_on",
                    models.DateField(blank=True, null=True, verbose_name="收到申请之日"),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="答复期限")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="办结日期")),
                (
                    "reopened_on",
                    models.DateField(blank=True, null=True, verbose_name="责令重新答复的日期"),
                ),
                ("waiting", models.CharField(blank=True, max_length=20)),
                ("waiting_until", models.DateField(blank=True, null=True)),
                ("made_at", models.DateTimeField(default=portal.acts.clock.now, editable=False)),
                (
                    "applicant",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="case",
                        to="cases.applicant",
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="cases.case",
                    ),
                ),
                (
                    "organ",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="organs.organ",
                    ),
                ),
            ],
            options={
                "verbose_name": "政府信息公开申请",
                "verbose_name_plural": "政府信息公开申请",
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_on", None)),
                        fields=["organ", "due_on", "id", "waiting"],
                        name="case_open_by_due",
                    ),
                    models.Index(
                        condition=models.Q(("waiting_until__isnull", False)),
                        fields=["organ", "ended_on", "waiting_until"],
                        name="case_by_waiting",
                    ),
                    models.Index(fields=["organ", "stage", "-id"], name="case_by_stage"),
                    models.Index(
                        fields=["organ", "received_on", "channel", "kind", "topic"],
                        name="case_by_receipt",
                    ),
                    models.Index(fields=["organ", "-ended_on", "-id"], name="case_by_end"),
                    models.Index(
                        fields=["organ", "ended_on", "outcome", "received_on", "due_on"],
                        name="case_by_outcome",
                    ),
                    models.Index(fields=["code"], name="case_by_code"),
                    models.Index(fields=["organ", "fingerprint"], name="case_by_fingerprint"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("organ", "number"), name="case_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("token", ""), _negated=True),
                        fields=("token",),
                        name="case_token_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseEvent",
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
                            ("arrived", "arrived"),
                            ("confirmed", "confirmed"),
                            ("correction_asked", "correction_asked"),
                            ("corrected", "corrected"),
                            ("third_party_asked", "third_party_asked"),
                            ("third_party_answered", "third_party_answered"),
                            ("organ_asked", "organ_asked"),
                            ("organ_answered", "organ_answered"),
                            ("co_maker_asked", "co_maker_asked"),
                            ("co_maker_answered", "co_maker_answered"),
                            ("extended", "extended"),
                            ("fee_notified", "fee_notified"),
                            ("fee_paid", "fee_paid"),
                            ("delayed", "delayed"),
                            ("replied", "replied"),
                            ("withdrawn", "withdrawn"),
                            ("reopened", "reopened"),
                            ("assigned", "assigned"),
                            ("reasons_asked", "reasons_asked"),
                            ("reasons_given", "reasons_given"),
                            ("records_asked", "records_asked"),
                            ("records_given", "records_given"),
                            ("overridden", "overridden"),
                            ("extension_asked", "extension_asked"),
                            ("drafted", "drafted"),
                            ("submitted", "submitted"),
                            ("passed", "passed"),
                            ("returned", "returned"),
                            ("closed", "closed"),
                            ("archived", "archived"),
                            ("linked", "linked"),
                            ("split", "split"),
                            ("joined", "joined"),
                            ("struck", "struck"),
                            ("changed", "changed"),
                            ("letter_arrived", "letter_arrived"),
                            ("noted", "noted"),
                            ("recomputed", "recomputed"),
                            ("erased", "erased"),
                        ],
                        max_length=22,
                    ),
                ),
                ("on", models.DateField()),
                ("received_on", models.DateField(blank=True, null=True)),
                ("days", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("until", models.DateField(blank=True, null=True)),
                ("whom", models.CharField(blank=True, max_length=120)),
                ("opinion", models.TextField(blank=True, verbose_name="意见")),
                ("facts", models.JSONField(blank=True, default=dict)),
                ("at", models.DateTimeField(default=portal.acts.clock.now, editable=False)),
                ("user_id", models.BigIntegerField(null=True)),
                ("who", models.CharField(max_length=80)),
                ("role", models.CharField(blank=True, max_length=12)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="cases.case",
                    ),
                ),
                (
                    "struck",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.caseevent",
                    ),
                ),
            ],
            options={
                "verbose_name": "办理经过",
                "verbose_name_plural": "办理经过",
                "ordering": ["case", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("kind", "fee_paid")),
                        fields=["on"],
                        name="case_fee_paid",
                    ),
                    models.Index(
                        condition=models.Q(("kind", "extension_asked")),
                        fields=["case"],
                        name="case_extension_asked",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("application", "申请材料"),
                            ("correction", "补正材料"),
                            ("answer", "征求意见的答复"),
                            ("material", "调取的材料"),
                            ("provided", "提供的信息"),
                            ("redacted", "遮盖后的信息"),
                            ("letter", "文书"),
                            ("service", "送达凭证"),
                            ("fee", "缴费凭证"),
                            ("dispute", "复议、诉讼材料"),
                            ("other", "其他"),
                        ],
                        max_length=12,
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="文件名")),
                ("media_type", models.CharField(max_length=100)),
                ("size", models.PositiveBigIntegerField(verbose_name="大小")),
                ("sha256", models.CharField(max_length=64)),
                ("path", models.CharField(max_length=200)),
                ("shown", models.BooleanField(default=False)),
                ("facts", models.JSONField(blank=True, default=dict)),
                ("added_at", models.DateTimeField(default=portal.acts.clock.now, editable=False)),
                ("added_by", models.BigIntegerField(null=True)),
                ("erased_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="cases.case",
                    ),
                ),
                (
                    "made_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.casefile",
                    ),
                ),
            ],
            options={
                "verbose_name": "案卷文件",
                "verbose_name_plural": "案卷文件",
                "ordering": ["case", "pk"],
            },
        ),
        migrations.CreateModel(
            name="CaseLetter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("kind", models.CharField(max_length=40)),
                ("number", models.CharField(blank=True, max_length=80, verbose_name="文号")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "草稿"),
                            ("signed", "已签发"),
                            ("served", "已送达"),
                            ("discarded", "已作废"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("parts", models.JSONField(blank=True, default=list)),
                ("facts", models.JSONField(blank=True, default=dict)),
                ("text", models.JSONField(blank=True, default=dict)),
                ("addressee", models.CharField(blank=True, max_length=120, verbose_name="收件人")),
                ("signed_on", models.DateField(blank=True, null=True, verbose_name="签发日期")),
                ("signed_by", models.BigIntegerField(null=True)),
                ("served_on", models.DateField(blank=True, null=True, verbose_name="送达日期")),
                (
                    "service",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("direct", "直接送达"),
                            ("entrusted", "委托其他机关送达"),
                            ("post", "邮政企业邮寄"),
                            ("online", "按申请人选择网上送达"),
                        ],
                        max_length=10,
                        verbose_name="送达方式",
                    ),
                ),
                ("tracking", models.CharField(blank=True, max_length=60, verbose_name="邮件号码")),
                ("to_applicant", models.BooleanField(default=True)),
                ("made_at", models.DateTimeField(default=portal.acts.clock.now, editable=False)),
                ("made_by", models.BigIntegerField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="letters",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "verbose_name": "文书",
                "verbose_name_plural": "文书",
                "ordering": ["case", "pk"],
            },
        ),
        migrations.CreateModel(
            name="CaseLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "how",
                    models.CharField(
                        choices=[("repeats", "内容相同"), ("related", "相关")], max_length=8
                    ),
                ),
                ("made_at", models.DateTimeField(default=portal.acts.clock.now, editable=False)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="cases.case",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="linked",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "verbose_name": "关联申请",
                "verbose_name_plural": "关联申请",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("case", "other"),
                        name="case_link_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseRules",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "keep_years",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="空着表示长期保管，不清除。",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="归档后个人信息保管年数",
                    ),
                ),
                ("steps", models.JSONField(blank=True, default=list, verbose_name="审核步骤")),
                ("alone", models.BooleanField(default=False, verbose_name="拟稿人可承担一步")),
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
                "verbose_name": "办理规则",
                "verbose_name_plural": "办理规则",
            },
        ),
        migrations.CreateModel(
            name="Inquiry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("third_party", "第三方"),
                            ("organ", "其他机关"),
                            ("co_maker", "共同制作机关"),
                            ("records", "内部单位"),
                        ],
                        max_length=12,
                    ),
                ),
                ("whom", models.CharField(max_length=120, verbose_name="对方名称")),
                (
                    "question",
                    models.TextField(blank=True, max_length=3000, verbose_name="征求意见的内容"),
                ),
                ("sealed_contact", models.TextField(blank=True, editable=False)),
                ("asked_on", models.DateField(verbose_name="发出日期")),
                (
                    "received_on",
                    models.DateField(blank=True, null=True, verbose_name="对方收到日期"),
                ),
                ("until", models.DateField(blank=True, null=True, verbose_name="答复期限")),
                ("answered_on", models.DateField(blank=True, null=True, verbose_name="答复日期")),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("agrees", "同意公开"),
                            ("partly", "部分同意"),
                            ("objects", "不同意公开"),
                            ("given", "已提供"),
                            ("none", "没有相关材料"),
                            ("silent", "逾期未答复"),
                        ],
                        max_length=8,
                        verbose_name="意见",
                    ),
                ),
                ("reasons", models.TextField(blank=True, max_length=3000, verbose_name="理由")),
                ("made_at", models.DateTimeField(default=portal.acts.clock.now, editable=False)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="inquiries",
                        to="cases.case",
                    ),
                ),
                (
                    "organ",
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
                "verbose_name": "征求意见",
                "verbose_name_plural": "征求意见",
                "ordering": ["case", "pk"],
                "indexes": [models.Index(fields=["organ", "answered_on"], name="inquiry_by_organ")],
            },
        ),
        migrations.CreateModel(
            name="LetterTemplate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("kind", models.CharField(max_length=40)),
                ("text", models.TextField(verbose_name="正文")),
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
                "verbose_name": "文书模板",
                "verbose_name_plural": "文书模板",
                "constraints": [
                    models.UniqueConstraint(fields=("organ", "kind"), name="letter_template_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Matter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("suggestion", "建议主动公开"),
                            ("correction", "要求更正与自身相关的信息"),
                            ("report", "投诉、举报"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("letter", "来信"),
                            ("visit", "来访"),
                            ("phone", "电话"),
                            ("online", "网络"),
                            ("handed_down", "上级转办"),
                        ],
                        default="online",
                        max_length=11,
                        verbose_name="来源",
                    ),
                ),
                ("number", models.CharField(max_length=60, verbose_name="编号")),
                ("subject", models.CharField(max_length=300, verbose_name="事项")),
                ("content", models.TextField(max_length=5000, verbose_name="内容")),
                ("received_on", models.DateField(verbose_name="收到日期")),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("published", "已主动公开"),
                            ("not_published", "不属于主动公开"),
                            ("corrected", "已更正"),
                            ("accurate", "经核实无误"),
                            ("passed_on", "已转送有权更正的机关"),
                            ("advised", "告知向有权更正的机关提出"),
                            ("ordered", "督促整改"),
                            ("criticised", "通报批评"),
                            ("unfounded", "情况不属实"),
                        ],
                        max_length=14,
                        verbose_name="处理结果",
                    ),
                ),
                ("answer", models.TextField(blank=True, max_length=5000, verbose_name="答复")),
                ("answered_on", models.DateField(blank=True, null=True, verbose_name="答复日期")),
                ("code", models.CharField(blank=True, db_index=True, max_length=64)),
                ("check_mark", models.CharField(blank=True, max_length=64)),
                ("token", models.CharField(blank=True, max_length=36)),
                ("facts", models.JSONField(blank=True, default=dict)),
                ("made_at", models.DateTimeField(default=portal.acts.clock.now, editable=False)),
                (
                    "against",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organs.organ",
                    ),
                ),
                (
                    "applicant",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.applicant",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="matters",
                        to="cases.case",
                    ),
                ),
                (
                    "organ",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="matters",
                        to="organs.organ",
                    ),
                ),
            ],
            options={
                "verbose_name": "建议、更正与举报",
                "verbose_name_plural": "建议、更正与举报",
                "constraints": [
                    models.UniqueConstraint(fields=("organ", "number"), name="matter_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("token", ""), _negated=True),
                        fields=("token",),
                        name="matter_token_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("why", models.CharField(max_length=30)),
                ("due_on", models.DateField()),
                ("step", models.PositiveSmallIntegerField(default=0)),
                ("to", models.CharField(max_length=200)),
                ("sent_at", models.DateTimeField(default=portal.acts.clock.now, editable=False)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminders",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "verbose_name": "催办",
                "verbose_name_plural": "催办",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "why", "due_on", "step"), name="reminder_once"
                    )
                ],
            },
        ),
    ]
