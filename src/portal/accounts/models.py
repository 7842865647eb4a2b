"""A person who logs in. What a person may do follows from the posts held, never from the account."""

from datetime import date, timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, UserManager
from django.contrib.auth.validators import ASCIIUsernameValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class People(UserManager["User"]):
    """Accounts are made by acts; there is no account with all rights."""

    def create_superuser(self, *args: object, **kwargs: object) -> "User":
        """Refuse: rights are posts (`portal create-admin` gives the first ones)."""
        raise TypeError("There is no superuser: use `portal create-admin`.")


class User(AbstractBaseUser):
    """One person, one account (GB/T 22239 8.1.4: no shared accounts)."""

    username = models.CharField(
        _("登录名"), max_length=40, unique=True, validators=[ASCIIUsernameValidator()]
    )
    name = models.CharField(_("姓名"), max_length=40)
    email = models.EmailField(_("电子邮箱"), blank=True)
    phone = models.CharField(_("办公电话"), max_length=30, blank=True)
    is_active = models.BooleanField(_("可以登录"), default=True)
    date_joined = models.DateTimeField(_("建立时间"), auto_now_add=True)
    password_set_on = models.DateField(_("密码设置日期"), null=True, blank=True)
    password_is_temporary = models.BooleanField(_("须在登录后改密码"), default=True)

    USERNAME_FIELD = "username"
    unrecorded = ("email", "phone")
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[People] = People()

    class Meta:
        verbose_name = verbose_name_plural = _("用户")

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """Return the person's name."""
        return self.name

    def must_change_password(self, today: date) -> bool:
        """Whether the password is temporary or older than the operator allows."""
        limit = timedelta(days=settings.PASSWORD_DAYS)
        return self.password_is_temporary or (
            self.password_set_on is not None and today - self.password_set_on > limit
        )
