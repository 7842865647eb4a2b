"""Addresses of logging in and of one's own account; of the sign-on library only what is used here.

There is no signing up and no resetting of a password by e-mail: the system administrator gives both.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from axes.decorators import axes_dispatch
from django.urls import include, path

from portal.accounts import views

urlpatterns = [
    path("security/", views.security, name="account_security"),
    path("login/", axes_dispatch(account.login), name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("password/", account.password_change, name="account_change_password"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("factors/", mfa.index, name="mfa_index"),
    path("factors/authenticate/", mfa.authenticate, name="mfa_authenticate"),
    path("factors/reauthenticate/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("factors/totp/", include("allauth.mfa.totp.urls")),
    path("factors/recovery/", include("allauth.mfa.recovery_codes.urls")),
    path("sessions/", include("allauth.usersessions.urls")),
    path("sso/", include("allauth.socialaccount.urls")),
    path("sso/", include("allauth.socialaccount.providers.openid_connect.urls")),
]
