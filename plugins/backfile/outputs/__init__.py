"""The files of a site, one folder for each feature, made of the records of its stories."""
