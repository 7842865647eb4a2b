"""Acts on documents; importing this package registers them."""

from portal.publishing.acts import drafting, personal_data, publication, review

__all__ = ["drafting", "personal_data", "publication", "review"]
