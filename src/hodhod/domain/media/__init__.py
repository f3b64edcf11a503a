"""Photos and documents: what they are, who may have them, how an upload becomes one."""
