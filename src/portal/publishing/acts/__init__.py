"""Acts on documents; importing this package registers them."""

from portal.publishing.acts import drafting, publication, review

__all__ = ["drafting", "publication", "review"]
