"""The pages that the theme makes of stories, lists and texts: what each is made of, and its key."""
