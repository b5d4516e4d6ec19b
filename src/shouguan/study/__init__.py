"""The Python interface: what `import shouguan as sg` gives an analyst."""
