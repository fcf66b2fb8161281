"""The order of a build, from Pelican's reading to the exchange of the folders."""
