"""The body of a page: finds the story, leaves out the page's furniture, converts the rest."""
