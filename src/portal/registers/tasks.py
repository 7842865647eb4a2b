"""What the registers do in the background."""

from django.utils.translation import gettext_lazy as _

from portal.jobs.tasks import task
from portal.registers.acts import entering


@task(_("登记导入的行"))
def enter_rows(batch: int) -> None:
    """Enter the rows of a long file, once each, however often the worker falls."""
    entering.carry_on(batch)
