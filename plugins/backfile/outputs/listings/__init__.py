"""The listings of an archive: its cards, the pages of years, partners and terms."""
