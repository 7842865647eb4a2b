"""Addresses of organs, people and posts on the desk."""

from django.urls import path

from portal.organs import import_views, people_views, views

urlpatterns = [
    path("act-for/", views.act_for, name="act_for"),
    path("organs/", views.organs, name="organs"),
    path("organs/new/", views.establish, name="organ_establish"),
    path("organs/import/", import_views.take_in, name="organs_import"),
    path("organs/import/enter/", import_views.enter, name="organs_import_enter"),
    path("organs/import/template.csv", import_views.template, name="organs_import_template"),
    path("organs/<slug:code>/", views.organ, name="organ"),
    path("organs/<slug:code>/correct/", views.correct, name="organ_correct"),
    path("organs/<slug:code>/change/", views.change, name="organ_change"),
    path("organs/<slug:code>/merge/", views.merge, name="organ_merge"),
    path("organs/<slug:code>/split/", views.split, name="organ_split"),
    path("organs/<slug:code>/abolish/", views.abolish, name="organ_abolish"),
    path("people/", people_views.people, name="people"),
    path("people/new/", people_views.open_account, name="account_open"),
    path("people/<int:pk>/", people_views.person, name="person"),
    path("people/<int:pk>/change/", people_views.change_account, name="account_change"),
    path("people/<int:pk>/reset/", people_views.reset_password, name="account_reset"),
    path("people/<int:pk>/unlock/", people_views.unlock, name="account_unlock"),
    path("people/<int:pk>/factor/", people_views.take_factor, name="account_factor"),
    path("people/<int:pk>/close/", people_views.close_account, name="account_close"),
    path("people/<int:pk>/reopen/", people_views.reopen_account, name="account_reopen"),
    path("people/<int:pk>/post/", people_views.give_post, name="post_give"),
    path("posts/<int:pk>/end/", people_views.end_post, name="post_end"),
    path("posts/<int:pk>/hand-over/", people_views.hand_over, name="post_hand_over"),
]
