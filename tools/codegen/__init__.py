"""Makes the generated code of hodhod: TL classes, the table of TL declarations, and the error classes."""
