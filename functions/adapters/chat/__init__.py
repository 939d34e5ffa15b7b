"""Chat programs: how messages get there, and Slack's socket. The only place that knows their libraries."""
