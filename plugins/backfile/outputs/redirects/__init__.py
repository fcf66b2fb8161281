"""Redirects from the addresses that stories had on earlier sites."""
