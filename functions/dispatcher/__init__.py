"""The dispatcher: hands the outbox's events to subscribers where no worker process stays alive to do it."""
