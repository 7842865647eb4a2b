"""The public site: every organ's platform, its lists, its documents, search."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """What anybody may read."""

    name = "portal.site"

    def ready(self) -> None:
        """Keep the lists in step with what is public and with the tree of organs."""
        from portal.channels.queries import for_guide
        from portal.duties import guide
        from portal.organs import tree
        from portal.publishing import face
        from portal.site import desk, kept, monitor, projection  # noqa: F401

        face.follow(projection.follow)
        face.follow(kept.forget)
        tree.follow_moves(projection.moved)
        guide.add_channels(
            lambda organ: [
                f"{p.kind}：{p.name}" + (f"（{p.where}）" if p.where else "")
                for p in for_guide(organ)
            ]
        )
