"""What an organ has set for its requests."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.acts.act import Versioned
from portal.organs.models import Organ


class CaseRules(Versioned):
    """What an organ has set; it holds for the organs below that set nothing (practice throughout).

    keep_years  how long after archiving personal data is kept; None: nothing is ever erased
    steps       the steps a reply passes, the last one signs: ``["reviewer", "signer"]``
    alone       who drafted may take one step too (an office of very few people)
    """

    organ = models.OneToOneField(Organ, models.PROTECT, related_name="+")
    keep_years = models.PositiveSmallIntegerField(
        _("归档后个人信息保管年数"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("空着表示长期保管，不清除。"),
    )
    steps: Any = models.JSONField(_("审核步骤"), default=list, blank=True)
    alone = models.BooleanField(_("拟稿人可承担一步"), default=False)

    class Meta:
        verbose_name = verbose_name_plural = _("办理规则")

    def __str__(self) -> str:
        return str(self.organ)
