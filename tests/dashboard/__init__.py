"""The page in a browser, on the stage: what people see, hear and type, and what it costs."""
