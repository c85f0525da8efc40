"""What goes wrong, done to real processes on real databases: `make faults`."""
