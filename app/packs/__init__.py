"""The forum pack: what a match run found for chosen young people, to take along."""
