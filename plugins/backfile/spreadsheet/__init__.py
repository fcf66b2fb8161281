"""The fields of all stories as a table, which people edit in a spreadsheet and give back."""
