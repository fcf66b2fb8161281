"""What is done with a site that is built: it is judged, published and packed for keeping."""
