"""Asks the addresses at which stories first stood whether they still answer."""
