"""Chat programs at the door: what they send is proven to be theirs, read, and handed to functions/application/chat."""
