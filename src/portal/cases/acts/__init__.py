"""Acts on requests; importing this package registers them."""

from portal.cases.acts import asking, fees, keeping, period, receipt, registration, reply

__all__ = ["asking", "fees", "keeping", "period", "receipt", "registration", "reply"]
