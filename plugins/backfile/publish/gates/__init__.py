"""What a built site must pass to be published, and how a published one is verified."""
