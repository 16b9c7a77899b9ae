"""Messages on their way: channels, answers, the sweep and the webhook."""
