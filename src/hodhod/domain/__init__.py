"""The rules, in our own words. Nothing here knows a session, a layer or a byte on the wire."""
