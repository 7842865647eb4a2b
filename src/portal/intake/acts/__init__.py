"""What people do with reports of others: take them in, say whose they are, confirm their figures."""

from portal.intake.acts import batches, cells, reports, taking  # noqa: F401
