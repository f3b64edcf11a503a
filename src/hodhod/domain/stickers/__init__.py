"""Sticker sets: made, found, installed; stickers and GIFs that a user keeps at hand."""
