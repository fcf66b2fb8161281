"""The build, from Pelican's reading of the content to the exchange of the output folders."""
