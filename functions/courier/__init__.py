"""Couriers: send webhooks and chat messages, in threads on one machine, as Lambda functions on AWS."""
