"""Building the site: beside what is there, swapped in when it is whole."""
