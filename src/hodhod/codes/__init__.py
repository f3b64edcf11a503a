"""Delivery of login and confirmation codes: plug-ins behind one small protocol."""

from .choose import Senders, make_senders
from .sender import CodeSender, DeliveryError, Purpose

__all__ = ["CodeSender", "DeliveryError", "Purpose", "Senders", "make_senders"]
