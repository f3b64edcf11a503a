"""Sockets: listeners, TCP, WebSocket and HTTP pumps around hodhod.mtproto. Start at server.py and hub.py."""

from .gateway import Gateway
from .limits import NetSettings
from .routes import HttpRequest, HttpResponse, Route, Routes
from .server import Server

__all__ = ["Gateway", "HttpRequest", "HttpResponse", "NetSettings", "Route", "Routes", "Server"]
