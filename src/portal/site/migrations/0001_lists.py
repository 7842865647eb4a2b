import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organs", "0001_initial"),
        ("publishing", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Round",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("upto", models.BigIntegerField(default=0)),
                ("documents", models.PositiveIntegerField(default=0)),
                ("links", models.PositiveIntegerField(default=0)),
            ],
            options={
                "verbose_name": "巡检",
                "verbose_name_plural": "巡检",
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
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
                    ),
                ),
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
                ("topic", models.CharField(blank=True, max_length=60, verbose_name="主题分类")),
                ("year", models.PositiveSmallIntegerField(verbose_name="年份")),
                ("published_at", models.DateTimeField(verbose_name="公开时间")),
                ("begins_on", models.DateField(null=True)),
                ("ended_on", models.DateField(null=True)),
                ("amended_on", models.DateField(null=True)),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="entry",
                        serialize=False,
                        to="publishing.document",
                    ),
                ),
                ("title", models.CharField(max_length=300, verbose_name="标题")),
                ("number", models.CharField(blank=True, max_length=80, verbose_name="文号")),
                ("effective_on", models.DateField(null=True, verbose_name="施行日期")),
                ("expires_on", models.DateField(null=True, verbose_name="有效期至")),
                ("repealed_on", models.DateField(null=True, verbose_name="废止日期")),
                (
                    "column",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="publishing.column",
                    ),
                ),
                (
                    "organ",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="organs.organ",
                    ),
                ),
            ],
            options={
                "verbose_name": "列表条目",
                "verbose_name_plural": "列表条目",
                "indexes": [
                    models.Index(
                        fields=["organ", "-published_at", "-document"], name="entry_of_organ"
                    ),
                    models.Index(
                        fields=["organ", "column", "-published_at", "-document"],
                        name="entry_in_column",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FacetCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("below", models.BooleanField()),
                ("place", models.CharField(blank=True, max_length=20)),
                ("facet", models.CharField(max_length=8)),
                ("value", models.CharField(blank=True, max_length=60)),
                ("n", models.IntegerField()),
                (
                    "organ",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="organs.organ",
                    ),
                ),
            ],
            options={
                "verbose_name": "分类计数",
                "verbose_name_plural": "分类计数",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organ", "place", "facet", "value", "below"),
                        name="facet_count_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Fault",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.CharField(max_length=500, verbose_name="地址")),
                ("why", models.CharField(max_length=200, verbose_name="问题")),
                ("inside", models.BooleanField(verbose_name="站内")),
                ("times", models.PositiveSmallIntegerField(default=1)),
                ("found_at", models.DateTimeField(verbose_name="首次发现")),
                ("seen_at", models.DateTimeField(verbose_name="最近检查")),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="publishing.document",
                    ),
                ),
                (
                    "organ",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="organs.organ",
                    ),
                ),
            ],
            options={
                "verbose_name": "打不开的链接",
                "verbose_name_plural": "打不开的链接",
                "constraints": [
                    models.UniqueConstraint(fields=("document", "address"), name="fault_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Placement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
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
                    ),
                ),
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
                ("topic", models.CharField(blank=True, max_length=60, verbose_name="主题分类")),
                ("year", models.PositiveSmallIntegerField(verbose_name="年份")),
                ("published_at", models.DateTimeField(verbose_name="公开时间")),
                ("begins_on", models.DateField(null=True)),
                ("ended_on", models.DateField(null=True)),
                ("amended_on", models.DateField(null=True)),
                (
                    "column",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="publishing.column",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="placements",
                        to="site.entry",
                    ),
                ),
                (
                    "scope",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="organs.organ",
                    ),
                ),
            ],
            options={
                "verbose_name": "条目所在列表",
                "verbose_name_plural": "条目所在列表",
                "indexes": [
                    models.Index(
                        fields=["scope", "-published_at", "-entry"], name="placement_in_order"
                    ),
                    models.Index(
                        fields=["scope", "column", "-published_at", "-entry"],
                        name="placement_by_column",
                    ),
                    models.Index(
                        fields=["scope", "part", "-published_at", "-entry"],
                        name="placement_by_part",
                    ),
                    models.Index(
                        fields=["scope", "genre", "-published_at", "-entry"],
                        name="placement_by_genre",
                    ),
                    models.Index(
                        fields=["scope", "topic", "-published_at", "-entry"],
                        name="placement_by_topic",
                    ),
                    models.Index(
                        fields=["scope", "year", "-published_at", "-entry"],
                        name="placement_by_year",
                    ),
                    models.Index(
                        condition=models.Q(("begins_on__isnull", False)),
                        fields=["scope", "begins_on", "-published_at", "-entry"],
                        name="placement_by_begins_on",
                    ),
                    models.Index(
                        condition=models.Q(("ended_on__isnull", False)),
                        fields=["scope", "ended_on", "-published_at", "-entry"],
                        name="placement_by_ended_on",
                    ),
                    models.Index(
                        condition=models.Q(("amended_on__isnull", False)),
                        fields=["scope", "amended_on", "-published_at", "-entry"],
                        name="placement_by_amended_on",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("entry", "scope"), name="placement_once")
                ],
            },
        ),
    ]
