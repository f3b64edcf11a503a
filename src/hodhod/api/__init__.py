"""Handlers: folder = TL namespace, file = topic. Each resolves its inputs, calls one domain function, builds a view."""
