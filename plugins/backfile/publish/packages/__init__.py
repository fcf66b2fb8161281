"""Packages of an archive for keeping: a bag, a web archive, a portable edition, and books."""
