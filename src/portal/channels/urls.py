"""Addresses of channels: on the desk, and for everybody."""

from django.urls import path

from portal.channels import desk_views, handover_views, log_views, print_views, public_pages

desk_urls = [
    path("channels/", desk_views.channels, name="channels"),
    path("channels/open/", desk_views.open_channel, name="channel_open"),
    path("channels/counts/", desk_views.counts, name="channel_counts"),
    path("channels/clocks/", desk_views.clocks_page, name="channel_clocks"),
    path("channels/log/", log_views.log_title, name="channels_log"),
    path("channels/titles/", print_views.titles, name="board_titles"),
    path("channels/columns/<int:pk>/explain/", desk_views.explain_column, name="column_explain"),
    path("channels/documents/<int:pk>/", log_views.document, name="document_channels"),
    path("channels/documents/<int:pk>/log/", log_views.log_document, name="document_log"),
    path("channels/documents/<int:pk>/sheet/", print_views.sheet, name="board_sheet"),
    path("channels/documents/<int:pk>/post/", print_views.post, name="account_post"),
    path("channels/entries/<int:pk>/end/", log_views.end, name="channel_entry_end"),
    path("channels/entries/<int:pk>/strike/", log_views.strike, name="channel_entry_strike"),
    path("channels/entries/<int:pk>/photo/", log_views.add_photo, name="channel_entry_photo"),
    path("channels/photos/<int:pk>/", log_views.photo, name="channel_photo"),
    path("channels/handovers/<int:pk>/", handover_views.handover, name="handover"),
    path("channels/handovers/<int:pk>/receive/", handover_views.receive, name="handover_receive"),
    path("channels/<int:pk>/", desk_views.channel, name="channel"),
    path("channels/<int:pk>/change/", desk_views.change, name="channel_change"),
    path("channels/<int:pk>/close/", desk_views.close, name="channel_close"),
    path("channels/<int:pk>/explain/", desk_views.explain, name="channel_explain"),
    path("channels/<int:pk>/log/", log_views.log, name="channel_log"),
    path("channels/<int:pk>/paste/", log_views.paste, name="channel_paste"),
    path("channels/<int:pk>/hand-over/", handover_views.hand_over, name="channel_hand_over"),
]
site_urls = [path("o/<slug:code>/channels/", public_pages.channels, name="site_channels")]
