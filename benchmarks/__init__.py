"""What is measured, and against whom. Results are tables in docs/benchmarks.md."""
