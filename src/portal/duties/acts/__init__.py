"""Acts on duties, catalogues and the guide; importing this package registers them."""

from portal.duties.acts import catalogue, columns, duty, office

__all__ = ["catalogue", "columns", "duty", "office"]
