"""Addresses of organs, people and posts on the desk."""

from django.urls import path

from portal.organs import views

urlpatterns = [
    path("act-for/", views.act_for, name="act_for"),
    path("organs/", views.organs, name="organs"),
    path("organs/new/", views.establish, name="organ_establish"),
    path("organs/<slug:code>/", views.organ, name="organ"),
    path("organs/<slug:code>/correct/", views.correct, name="organ_correct"),
    path("organs/<slug:code>/change/", views.change, name="organ_change"),
    path("organs/<slug:code>/abolish/", views.abolish, name="organ_abolish"),
    path("people/", views.people, name="people"),
    path("people/new/", views.open_account, name="account_open"),
    path("people/<int:pk>/", views.person, name="person"),
    path("people/<int:pk>/post/", views.give_post, name="post_give"),
    path("posts/<int:pk>/end/", views.end_post, name="post_end"),
]
