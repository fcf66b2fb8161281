"""What leads on from the addresses that stories had on sites that are gone."""
