"""Reports: an authority's own figures, for those who oversee how homes are found."""
