"""Reports: an organisation's own figures, for those who oversee how homes are found."""
