"""After the commit: who is told, on which sessions, in which order."""
