"""The kit's version, as manifests and exports name it."""

__version__ = "0.1.0"
