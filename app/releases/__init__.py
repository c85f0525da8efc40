"""An agency releases what may be known of carers, to one authority at a time."""
