"""The service around the engine: one folder a feature, plus a thin core."""
