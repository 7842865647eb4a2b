"""Acts on documents; importing this package registers them."""

from portal.publishing.acts import (
    chains,
    columns,
    drafting,
    files,
    importing,
    links,
    personal_data,
    publication,
    review,
    rules,
)

__all__ = [
    "chains",
    "columns",
    "drafting",
    "files",
    "importing",
    "links",
    "personal_data",
    "publication",
    "review",
    "rules",
]
