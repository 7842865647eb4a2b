"""Acts on documents; importing this package registers them."""

from portal.publishing.acts import drafting, importing, personal_data, publication, review

__all__ = ["drafting", "importing", "personal_data", "publication", "review"]
