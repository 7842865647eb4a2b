"""Addresses of the public site.

Every page but the desk's answers alike to everybody who sends no cookie: it reads no session, sets no
cookie and holds no token, so it can be kept in a cache under its address and language. A visitor who chose
another look (portal.ui.context.CHOICES) sends a cookie for it and gets the page rendered; choosing the
usual look takes the cookie away again. What changes with the day alone: validity, and the day at the foot
of a print.
"""

from django.urls import path, re_path

from portal.site import (
    documents,
    downloads,
    feeds,
    lists,
    monitor_views,
    platforms,
    search_pages,
    sitemaps,
)

_COLUMN = "o/<slug:code>/<slug:column>"

urlpatterns = [
    path("desk/site/", monitor_views.faults, name="site_faults"),
    path("", platforms.home, name="site_home"),
    path("organs/", platforms.organs, name="site_organs"),
    path("help/", platforms.help_page, name="site_help"),
    path("search/", search_pages.search, name="site_search"),
    path("search.zip", search_pages.zipped, name="site_search_zip"),
    path("robots.txt", sitemaps.robots, name="site_robots"),
    path("sitemap.xml", sitemaps.index, name="site_sitemap"),
    path("sitemap-places.xml", sitemaps.places, name="site_sitemap_places"),
    path("sitemap-<int:number>.xml", sitemaps.documents, name="site_sitemap_documents"),
    path("info/<int:pk>/", documents.document, name="site_document"),
    path("info/<int:pk>/qr.svg", documents.qr, name="site_document_qr"),
    re_path(
        r"^info/(?P<pk>\d{1,18})/document\.(?P<ending>pdf|docx)$",
        downloads.download,
        name="site_document_file",
    ),
    path("o/<slug:code>/", platforms.platform, name="site_platform"),
    path("o/<slug:code>/apply/", platforms.apply, name="site_apply"),
    path("o/<slug:code>/errors/", platforms.errors, name="site_errors"),
    path("o/<slug:code>/map/", platforms.site_map, name="site_map"),
    path("o/<slug:code>/all/", lists.everything, name="site_all"),
    path("o/<slug:code>/all.zip", lists.zipped, name="site_all_zip"),
    path("o/<slug:code>/feed.atom", feeds.Atom(), name="site_atom"),
    path("o/<slug:code>/feed.rss", feeds.Rss(), name="site_rss"),
    path(f"{_COLUMN}/", lists.column, name="site_column"),
    path(f"{_COLUMN}.zip", lists.zipped, name="site_column_zip"),
    path(f"{_COLUMN}/feed.atom", feeds.Atom(), name="site_column_atom"),
    path(f"{_COLUMN}/feed.rss", feeds.Rss(), name="site_column_rss"),
]
