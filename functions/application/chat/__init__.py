"""Running shops in words: one line is read, carried out by the use cases of HTTP, and answered, whatever program it came by."""
