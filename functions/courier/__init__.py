"""The courier: sends webhooks, in threads on one machine, as a Lambda function on AWS."""
