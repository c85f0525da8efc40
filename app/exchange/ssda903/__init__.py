"""The looked-after children return (SSDA903): who in residential care might move on."""
